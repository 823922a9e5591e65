namespace ProtoBench.Reports.Charts;

/// <summary>
/// The words of marks: figures behind bars, reasons in rows, names of rules. They are not cut off, so they are drawn after all marks.
/// </summary>
internal static class MarkWords
{
    private const double RuleRow = 14;

    public static IEnumerable<(Mark Mark, PlacedText Text)> Of(ChartLayout layout)
    {
        var taken = new List<(double From, double To, int Row)>();
        foreach (var mark in layout.Chart.Marks)
        {
            switch (mark)
            {
                case BarMark bar when bar.IsDrawable(layout.Chart.X.Scale, layout.Chart.Y.Scale):
                    var end = Math.Min(layout.X(Math.Max(bar.Value, bar.High ?? bar.Value)), layout.Right);
                    yield return (bar, new PlacedText(bar.Text, end + 8, layout.Y(bar.Category) + 4, TextRole.Name));
                    break;
                case NoteMark note:
                    yield return (
                        note, new PlacedText(TextWidth.Shorten(note.Text, layout.PlotWidth), layout.Left + 8, layout.Y(note.Category) + 4));
                    break;
                case RuleMark { Label.Length: > 0 } rule:
                    yield return (rule, Rule(layout, rule, taken));
                    break;
            }
        }
    }

    // Beside its line: on the left where the right has no room, and a row lower where another rule's name stands already.
    private static PlacedText Rule(ChartLayout layout, RuleMark rule, List<(double From, double To, int Row)> taken)
    {
        var (x, width) = (layout.X(rule.X), TextWidth.Of(rule.Label));
        var onLeft = x + 4 + width > layout.Chart.Width && x - 4 - width >= layout.Left;
        var (from, to) = onLeft ? (x - 4 - width, x - 4) : (x + 4, x + 4 + width);
        var row = 0;
        while (taken.Any(other => other.Row == row && other.From < to && from < other.To))
        {
            row++;
        }

        taken.Add((from, to, row));
        return new PlacedText(rule.Label, onLeft ? x - 4 : x + 4, layout.Top + 11 + (row * RuleRow), EndsAtX: onLeft);
    }
}
