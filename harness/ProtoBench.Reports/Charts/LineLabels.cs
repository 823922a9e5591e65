namespace ProtoBench.Reports.Charts;

/// <summary>
/// Names of lines at their right ends, moved apart and joined to their lines; or a legend under the chart when there are too many.
/// </summary>
internal static class LineLabels
{
    private const double Gap = 14;
    // Of the names that are ours, "server close-wait" is the widest: 129 in bold. That of a row of categories may be as wide.
    private const double Widest = ChartLayout.WidestCategory;
    private const double LegendRow = 18;
    private const double KeyLength = 24;

    /// <summary>A line's name with the strokes and the marker that show whose it is.</summary>
    internal readonly record struct Label(LineMark Line, Stroke Stroke, Marker? Key, PlacedText Name);

    /// <summary>A chart with one line needs no name on it: its title says what it is. More names than fit become a legend.</summary>
    public static bool FitAtEnds(Chart chart, double plotHeight) => Labelled(chart).Count * Gap <= plotHeight + Gap;

    /// <summary>Room that the names right of the plot need.</summary>
    public static double EndWidth(Chart chart) =>
        Labelled(chart).Select(line => Math.Min(Widest, TextWidth.Of(line.Label!) * TextWidth.Bold)).DefaultIfEmpty(0).Max();

    public static double LegendHeight(Chart chart) =>
        LegendPlaces(chart).Select(place => place.Row + 1).DefaultIfEmpty(0).Max() * LegendRow;

    public static IEnumerable<Label> Of(ChartLayout layout) => layout.EndLabels ? Ends(layout) : Legend(layout);

    private static IReadOnlyList<LineMark> Labelled(Chart chart) =>
        [.. chart.Marks.OfType<LineMark>().Where(line => line.Label is not null && line.IsDrawable(chart.X.Scale, chart.Y.Scale))];

    private static IEnumerable<Label> Ends(ChartLayout layout)
    {
        var lines = Labelled(layout.Chart);
        var ends = lines
            .Select(line => line.Points.Last(point => MarkShapes.Holds(layout.Chart, point)))
            .Select(point => (X: layout.X(point.X), Y: Math.Clamp(layout.Y(point.Y), layout.Top, layout.Bottom)))
            .ToList();
        var heights = LabelDeclutter.Arrange([.. ends.Select(end => end.Y)], Gap, layout.Top, layout.Bottom);
        for (var i = 0; i < lines.Count; i++)
        {
            var (x, y) = (layout.Right + 14, heights[i]);
            var lead = new Stroke(StrokeKind.Lead, [(ends[i].X + 6, ends[i].Y), (x - 8, y), (x - 3, y)]);
            yield return new Label(lines[i], lead, null, Name(lines[i], x, y));
        }
    }

    private static IEnumerable<Label> Legend(ChartLayout layout)
    {
        foreach (var (line, x, row) in LegendPlaces(layout.Chart))
        {
            var y = layout.LegendTop + (row * LegendRow);
            var stroke = new Stroke(StrokeKind.Line, [(x, y), (x + KeyLength, y)], line.Style.Dashes);
            yield return new Label(line, stroke, MarkShapes.Key(line, x + (KeyLength / 2), y), Name(line, x + KeyLength + 6, y));
        }
    }

    private static PlacedText Name(LineMark line, double x, double y) =>
        new(TextWidth.Shorten(line.Label!, Widest / TextWidth.Bold), x, y + 4, TextRole.End);

    private static IEnumerable<(LineMark Line, double Column, int Row)> LegendPlaces(Chart chart)
    {
        var (column, row) = (2.0, 0);
        foreach (var line in Labelled(chart))
        {
            var needed = KeyLength + 22 + Math.Min(Widest, TextWidth.Of(line.Label!) * TextWidth.Bold);
            if (column > 2 && column + needed > chart.Width)
            {
                (column, row) = (2, row + 1);
            }

            yield return (line, column, row);
            column += needed;
        }
    }
}
