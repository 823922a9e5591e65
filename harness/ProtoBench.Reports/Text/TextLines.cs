namespace ProtoBench.Reports.Text;

/// <summary>Lines of plain text: without control characters, without blanks at the end, ended alike on every system.</summary>
internal static class TextLines
{
    private const int Columns = 100;
    private const int LongestName = 22;

    public static void Line(TextWriter output, string text)
    {
        output.Write(text.TrimEnd());
        output.Write('\n');
    }

    /// <summary>Breaks a paragraph between words; lines after the first are indented by two at least.</summary>
    public static void Wrapped(TextWriter output, string text, string indent)
    {
        var line = indent;
        foreach (var word in Printable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + word.Length + 1 > Columns)
            {
                Line(output, line);
                line = indent.Length == 0 ? "  " : indent;
            }

            line += (line.Trim().Length == 0 ? "" : " ") + word;
        }

        Line(output, line);
    }

    /// <summary>A name must not move the cursor or colour the screen.</summary>
    public static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    /// <summary>A name as the first cell of a row, printable and cut to 22 characters.</summary>
    public static string Name(string name) =>
        Printable(name) is { Length: > LongestName } text ? text[..(LongestName - 1)] + "…" : Printable(name);
}
