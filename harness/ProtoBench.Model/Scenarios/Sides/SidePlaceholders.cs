using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// What the commands, files and environment of a side of the user's may leave open, each in braces. Only these words are replaced: whatever
/// else stands in braces is the program's own.
/// </summary>
public static partial class SidePlaceholders
{
    public const string Port = "port";
    public const string Address = "address";
    public const string Socket = "socket";
    public const string Directory = "dir";
    public const string Certificate = "cert";
    public const string Key = "key";
    public const string Protocol = "protocol";

    /// <summary>Each with what it stands for, in the order of documents.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfServers { get; } =
    [
        new(Address, "the address to listen at"),
        new(Port, "the port to listen at, free for TCP and UDP"),
        new(Socket, "the path to listen at, for protocols over Unix sockets"),
        new(Directory, "a folder of the trial's own, deleted when it is over"),
        new(Certificate, "a file with a fresh certificate for localhost and the address, in PEM"),
        new(Key, "a file with its key, in PEM"),
        new(Protocol, "the protocol of the arm, such as http2"),
    ];

    /// <summary>The text with every placeholder that has a value replaced by it.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    /// <summary>Does the text hold this placeholder?</summary>
    public static bool Has(string text, string word) => text.Contains($"{{{word}}}", StringComparison.Ordinal);

    /// <summary>
    /// The files that a command takes from the trial's own folder, <c>{dir}/nginx.conf</c>, in order: they have to come from somewhere.
    /// </summary>
    public static IReadOnlyList<string> FilesIn(string command) =>
        [.. InDirectory().Matches(command).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{dir\}/([\w.-]+)")]
    private static partial Regex InDirectory();
}
