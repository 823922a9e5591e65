using System.Reflection;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// What is said to a host: one shell script for everything, with a verb and its words. All words are plain, so that a gate for limited keys
/// can tell what is asked without being a shell.
/// </summary>
internal static class HostScript
{
    /// <summary>What the command line of every command ends with, before the verb.</summary>
    public const string Mark = "protobench";

    /// <summary>The script: host.sh.</summary>
    public static string Text { get; } = Read();

    /// <summary>The command that a host is asked to run.</summary>
    /// <param name="verb"><c>probe</c>, <c>verify</c>, <c>receive</c> or <c>start</c>.</param>
    /// <param name="words">Of the verb; see host.sh.</param>
    public static IReadOnlyList<string> Command(string verb, params IEnumerable<string> words) =>
        ["sh", "-c", Text, Mark, verb, .. words];

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("launching/host.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
