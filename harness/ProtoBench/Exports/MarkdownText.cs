using System.Text;

namespace ProtoBench.Exports;

/// <summary>Text that stays text inside GitHub-flavoured Markdown.</summary>
internal static class MarkdownText
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            escaped.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '|' or '~' => $"\\{character}",
                _ when char.IsControl(character) => "\uFFFD",
                _ => $"{character}",
            });
        }

        return escaped.ToString();
    }

    public static string Row(params ReadOnlySpan<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
