using System.Text.RegularExpressions;

namespace ProtoBench.Commands.Shell;

/// <summary>Descriptions, cut to what a list has room for.</summary>
internal static partial class Sentence
{
    /// <summary>The first sentence of a description, on one line.</summary>
    public static string First(string? description)
    {
        var text = Spaces().Replace(description ?? "", " ").Trim();
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
