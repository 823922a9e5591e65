using System.Text.RegularExpressions;

namespace ProtoBench.Commands;

/// <summary>The scenarios inside the program, so that they can be run by name in any folder.</summary>
internal static class ShippedScenarios
{
    /// <summary>
    /// Where a clone keeps them; a file there, which may have been edited since the program was built, comes before the one in the program,
    /// and that is told where they differ.
    /// </summary>
    public const string Folder = "scenarios";

    private const string Prefix = "scenario/";
    private const string Suffix = ".yaml";

    /// <summary>Without <c>.yaml</c>, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedScenarios).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^Suffix.Length]).Order(
                StringComparer.Ordinal),
    ];

    /// <summary>Could the text be a name rather than a file's path?</summary>
    public static bool IsName(string text) => Regex.IsMatch(text, "^[A-Za-z0-9_-]+$") && text[0] != '-';

    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(ShippedScenarios).Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new InvalidOperationException($"{name}{Suffix} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
