namespace ProtoBench.Reports.Text;

/// <summary>What plain text is written on: how wide it is, and whether it shows colour. The same text everywhere else.</summary>
/// <param name="Columns">A table that is wider is folded, never cut.</param>
/// <param name="Colour">Only where somebody looks at it: never into a file or a pipe.</param>
internal sealed record TextPaper(int Columns = TextPaper.Widest, bool Colour = false)
{
    /// <summary>Where nobody says how wide: what still fits into one pane of a code review.</summary>
    public const int Widest = 120;

    // Longer lines of prose are hard to read, however wide the terminal.
    private const int WidestProse = 100;

    /// <summary>Columns of running text.</summary>
    public int Prose => Math.Min(WidestProse, Columns);

    /// <summary>
    /// The text in the colour of its meaning (ECMA-48, SGR). Colour repeats what a mark or a word says already, so nothing is lost without.
    /// </summary>
    public string Paint(TextTone tone, string text) => !Colour || text.Length == 0 ? text : tone switch
    {
        TextTone.Good => $"\e[32m{text}\e[0m",
        TextTone.Undecided => $"\e[33m{text}\e[0m",
        TextTone.Bad => $"\e[31m{text}\e[0m",
        _ => text,
    };
}

/// <summary>What a row or a word of plain text says.</summary>
internal enum TextTone
{
    Plain,

    /// <summary>The best, or better than before: green.</summary>
    Good,

    /// <summary>Not decided: yellow.</summary>
    Undecided,

    /// <summary>Slower, or failing more often: red.</summary>
    Bad,
}
