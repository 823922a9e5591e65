namespace ProtoBench.Charts;

/// <summary>
/// Grid lines, tick labels and axis titles. The y title stands above the axis, upright, where it cannot collide with a tick.
/// </summary>
internal static class SvgAxes
{
    /// <summary>Widest a category's name may become before it is shortened.</summary>
    public const double WidestCategory = 132;

    public static void Write(MarkupWriter svg, SvgPlot plot, Func<Mark, string?> series)
    {
        WriteX(svg, plot);
        if (plot.Chart.Y.Scale is BandScale rows)
        {
            WriteCategories(svg, plot, rows, series);
        }
        else
        {
            WriteY(svg, plot);
        }
    }

    public static IReadOnlyList<Tick> YTicks(Chart chart, double height) =>
        chart.Y.Scale.Ticks(Math.Max(3, (int)(height / 32)), chart.Y.Quantity);

    /// <summary>Room that the labels left of the plot need.</summary>
    public static double LabelWidth(Chart chart, double height) => chart.Y.Scale is BandScale rows
        ? Math.Min(WidestCategory, rows.Categories.Select(name => TextWidth.Of(name)).DefaultIfEmpty(0).Max())
        : YTicks(chart, height).Select(tick => TextWidth.Of(tick.Label)).DefaultIfEmpty(0).Max();

    private static void WriteX(MarkupWriter svg, SvgPlot plot)
    {
        foreach (var tick in plot.Chart.X.Scale.Ticks(Math.Max(2, (int)(plot.Width / 56)), plot.Chart.X.Quantity))
        {
            var x = plot.X(tick.Value);
            Line(svg, "grid", x, plot.Top, x, plot.Bottom);
            Text(svg, tick.Label, x, plot.Bottom + 16, "middle");
        }

        Line(svg, "axis", plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        Text(svg, plot.Chart.X.Title, plot.Left, plot.Bottom + 34, "start");
    }

    private static void WriteY(MarkupWriter svg, SvgPlot plot)
    {
        foreach (var tick in YTicks(plot.Chart, plot.Height))
        {
            var y = plot.Y(tick.Value);
            Line(svg, "grid", plot.Left, y, plot.Right, y);
            Text(svg, tick.Label, plot.Left - 8, y + 4, "end");
        }

        Text(svg, plot.Chart.Y.Title, 2, plot.Top - 12, "start");
    }

    private static void WriteCategories(MarkupWriter svg, SvgPlot plot, BandScale rows, Func<Mark, string?> series)
    {
        for (var i = 0; i < rows.Categories.Count; i++)
        {
            var name = TextWidth.Shorten(rows.Categories[i], WidestCategory);
            var (x, y) = (MarkupWriter.Coordinate(plot.Left - 10), MarkupWriter.Coordinate(plot.Y(i) + 4));
            var owner = plot.Chart.Marks.FirstOrDefault(mark => mark is DotMark dot ? dot.Category == i : mark is BarMark bar && bar.Category == i);
            using (svg.Open(
                "text",
                ("class", "name"),
                ("data-s", owner is null ? null : series(owner)),
                ("x", x),
                ("y", y),
                ("text-anchor", "end")))
            {
                svg.Text(name);
                if (name != rows.Categories[i])
                {
                    svg.Element("title", rows.Categories[i]);
                }
            }
        }

        Line(svg, "axis", plot.Left, plot.Top, plot.Left, plot.Bottom);
    }

    private static void Line(MarkupWriter svg, string css, double x1, double y1, double x2, double y2) =>
        svg.Empty("path", ("class", css), ("d", SvgPlot.Path([(x1, y1), (x2, y2)])));

    private static void Text(MarkupWriter svg, string text, double x, double y, string anchor)
    {
        if (text.Length > 0)
        {
            svg.Element(
                "text",
                text,
                ("x", MarkupWriter.Coordinate(x)),
                ("y", MarkupWriter.Coordinate(y)),
                ("text-anchor", anchor == "start" ? null : anchor));
        }
    }
}
