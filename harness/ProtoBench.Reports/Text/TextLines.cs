namespace ProtoBench.Reports.Text;

/// <summary>Lines of plain text: without control characters, without blanks at the end, ended alike on every system.</summary>
internal static class TextLines
{
    public static void Line(TextWriter output, string text)
    {
        output.Write(text.TrimEnd());
        output.Write('\n');
    }

    /// <summary>Breaks a paragraph between words; lines after the first are indented by two at least.</summary>
    public static void Wrapped(TextWriter output, string text, string indent, TextPaper paper)
    {
        var line = indent;
        foreach (var word in Printable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + word.Length + 1 > paper.Prose)
            {
                Line(output, line);
                line = indent.Length == 0 ? "  " : indent;
            }

            line += (line.Trim().Length == 0 ? "" : " ") + word;
        }

        Line(output, line);
    }

    /// <summary>A paragraph beside what leads it; its further lines begin where its first one does.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="lead">What stands before the first line.</param>
    /// <param name="text">The paragraph.</param>
    /// <param name="paper">How wide.</param>
    /// <param name="skip">So many characters of the lead are written already.</param>
    public static void Hanging(TextWriter output, string lead, string text, TextPaper paper, int skip = 0)
    {
        using var wrapped = new StringWriter();
        Wrapped(wrapped, text, new string(' ', lead.Length), paper);
        output.Write(lead[skip..]);
        output.Write(wrapped.ToString()[lead.Length..]);
    }

    /// <summary>A name must not move the cursor or colour the screen.</summary>
    public static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
