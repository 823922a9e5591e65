namespace ProtoBench.Reports.Charts;

/// <summary>Grid lines, tick labels and category names as SVG.</summary>
internal static class SvgAxes
{
    public static void Write(MarkupWriter svg, ChartLayout layout, Func<Mark, string?> series)
    {
        foreach (var tick in layout.XTicks)
        {
            var x = layout.X(tick.Value);
            Line(svg, "grid", x, layout.Top, x, layout.Bottom);
            Label(svg, tick.Label, x, layout.Bottom + ChartLayout.TickBaseline, "middle");
        }

        Line(svg, "axis", layout.Left, layout.Bottom, layout.Right, layout.Bottom);
        if (layout.Chart.Y.Scale is BandScale rows)
        {
            Categories(svg, layout, rows, series);
            return;
        }

        foreach (var tick in layout.YTicks)
        {
            var y = layout.Y(tick.Value);
            Line(svg, "grid", layout.Left, y, layout.Right, y);
            Label(svg, tick.Label, layout.Left - ChartLayout.TickGap, y + 4, "end");
        }
    }

    private static void Categories(MarkupWriter svg, ChartLayout layout, BandScale rows, Func<Mark, string?> series)
    {
        foreach (var (row, name) in layout.Categories(rows))
        {
            var owner = layout.Chart.Marks
                .FirstOrDefault(mark => mark is DotMark dot ? dot.Category == row : mark is BarMark bar && bar.Category == row);
            SvgMarks.Write(svg, name, rows.Categories[row], owner is null ? null : series(owner));
        }

        Line(svg, "axis", layout.Left, layout.Top, layout.Left, layout.Bottom);
    }

    private static void Line(MarkupWriter svg, string css, double x1, double y1, double x2, double y2) =>
        svg.Empty("path", ("class", css), ("d", SvgMarks.Path([(x1, y1), (x2, y2)])));

    private static void Label(MarkupWriter svg, string text, double x, double y, string anchor)
    {
        if (text.Length > 0)
        {
            svg.Element("text", text, ("x", MarkupWriter.Coordinate(x)), ("y", MarkupWriter.Coordinate(y)), ("text-anchor", anchor));
        }
    }
}
