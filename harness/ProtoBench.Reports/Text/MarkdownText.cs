using System.Text;

namespace ProtoBench.Reports.Text;

/// <summary>GitHub-flavoured Markdown in which names stay names.</summary>
internal static class MarkdownText
{
    public static void Row(TextWriter output, IEnumerable<string> cells) => output.Write(Row([.. cells]));

    public static void Lines(TextWriter output, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            output.Write(line);
            output.Write('\n');
        }
    }

    // A code span keeps everything literal but backticks and, in tables, bars; a longer fence is not worth it for names.
    public static string Code(string text) => $"`{OneLine(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in OneLine(text))
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

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
