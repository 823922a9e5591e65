namespace ProtoBench.Charts;

/// <summary>
/// Names of lines at their right ends, moved apart and joined to their lines; or a legend under the chart when there are too many.
/// </summary>
internal static class SvgLineLabels
{
    /// <summary>Distance between the baselines of two labels.</summary>
    public const double Gap = 14;

    /// <summary>Widest a name may become before it is shortened.</summary>
    public const double Widest = 124;

    private const double LegendRow = 18;

    public static IReadOnlyList<LineMark> Labelled(Chart chart) =>
        [.. chart.Marks.OfType<LineMark>().Where(line => line.Label is not null && line.IsDrawable(chart.X.Scale, chart.Y.Scale))];

    /// <summary>A chart with one line needs no name on it: its title says what it is. More names than fit become a legend.</summary>
    public static bool AtLineEnds(Chart chart, double plotHeight) => Labelled(chart).Count * Gap <= plotHeight + Gap;

    /// <summary>Room that the names right of the plot need.</summary>
    public static double EndWidth(Chart chart) =>
        Labelled(chart).Select(line => Math.Min(Widest, TextWidth.Of(line.Label!) * TextWidth.Bold)).DefaultIfEmpty(0).Max();

    public static double LegendHeight(Chart chart, double width) =>
        LegendPlaces(chart, width).Select(place => place.Row + 1).DefaultIfEmpty(0).Max() * LegendRow;

    public static void WriteEnds(MarkupWriter svg, SvgPlot plot, Func<Mark, string?> series)
    {
        var lines = Labelled(plot.Chart);
        var ends = lines
            .Select(line => line.Points.Last(plot.Holds))
            .Select(point => (X: plot.X(point.X), Y: Math.Clamp(plot.Y(point.Y), plot.Top, plot.Bottom)))
            .ToList();
        var heights = LabelDeclutter.Arrange([.. ends.Select(end => end.Y)], Gap, plot.Top, plot.Bottom);
        for (var i = 0; i < lines.Count; i++)
        {
            var (x, y) = (plot.Right + 14, heights[i]);
            using (svg.Open("g", ("class", lines[i].Style.CssClass), ("data-s", series(lines[i]))))
            {
                svg.Empty("path", ("class", "lead"), ("d", SvgPlot.Path([(ends[i].X + 6, ends[i].Y), (x - 8, y), (x - 3, y)])));
                Name(svg, lines[i].Label!, x, y + 4);
            }
        }
    }

    public static void WriteLegend(MarkupWriter svg, SvgPlot plot, double top, Func<Mark, string?> series)
    {
        foreach (var (line, column, row) in LegendPlaces(plot.Chart, plot.Chart.Width))
        {
            var y = top + (row * LegendRow);
            using (svg.Open("g", ("class", line.Style.CssClass), ("data-s", series(line))))
            {
                svg.Empty(
                    "path",
                    ("class", "line"),
                    ("stroke-dasharray", line.Style.Dashes),
                    ("d", SvgPlot.Path([(column, y), (column + 24, y)])));
                SvgMarker.Write(svg, line.Style.Marker, column + 12, y, hollow: false);
                Name(svg, line.Label!, column + 30, y + 4);
            }
        }
    }

    private static void Name(MarkupWriter svg, string label, double x, double y)
    {
        var shown = TextWidth.Shorten(label, Widest / TextWidth.Bold);
        using (svg.Open("text", ("class", "end"), ("x", MarkupWriter.Coordinate(x)), ("y", MarkupWriter.Coordinate(y))))
        {
            svg.Text(shown);
            if (shown != label)
            {
                svg.Element("title", label);
            }
        }
    }

    private static IEnumerable<(LineMark Line, double Column, int Row)> LegendPlaces(Chart chart, double width)
    {
        var (column, row) = (2.0, 0);
        foreach (var line in Labelled(chart))
        {
            var needed = 46 + Math.Min(Widest, TextWidth.Of(line.Label!) * TextWidth.Bold);
            if (column > 2 && column + needed > width)
            {
                (column, row) = (2, row + 1);
            }

            yield return (line, column, row);
            column += needed;
        }
    }
}
