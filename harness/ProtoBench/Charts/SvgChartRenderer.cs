namespace ProtoBench.Charts;

/// <summary>
/// Charts as SVG 1.1, drawn once: no script, prints at any size, readable by screen readers through title and description.
/// </summary>
internal sealed class SvgChartRenderer(SvgMode mode) : IChartRenderer
{
    private const double TitleHeight = 26;
    private const double AxisHeight = 42;
    private const double EmptyHeight = 96;

    public void Render(Chart chart, TextWriter output)
    {
        var svg = new MarkupWriter(output);
        var height = (chart.IsEmpty ? EmptyHeight : chart.Height) + (mode is SvgMode.Standalone ? TitleHeight : 0);
        using (svg.Open(
            "svg",
            ("xmlns", mode is SvgMode.Standalone ? "http://www.w3.org/2000/svg" : null),
            ("id", chart.Id),
            ("class", "chart"),
            ("role", "img"),
            ("aria-labelledby", $"{chart.Id}-t {chart.Id}-d"),
            ("viewBox", $"0 0 {MarkupWriter.Coordinate(chart.Width)} {MarkupWriter.Coordinate(height)}"),
            ("width", mode is SvgMode.Standalone ? MarkupWriter.Coordinate(chart.Width) : null),
            ("height", mode is SvgMode.Standalone ? MarkupWriter.Coordinate(height) : null)))
        {
            svg.Element("title", chart.Title, ("id", chart.Id + "-t"));
            svg.Element("desc", chart.IsEmpty ? chart.EmptyText : chart.Description, ("id", chart.Id + "-d"));
            Background(svg, chart, height);
            if (chart.IsEmpty)
            {
                Sentence(svg, chart);
            }
            else
            {
                Draw(svg, chart, height);
            }
        }
    }

    private void Background(MarkupWriter svg, Chart chart, double height)
    {
        if (mode is SvgMode.Standalone)
        {
            using (svg.Open("style"))
            {
                svg.Raw(ChartStyleSheet.Standalone());
            }

            svg.Empty(
                "rect",
                ("width", MarkupWriter.Coordinate(chart.Width)),
                ("height", MarkupWriter.Coordinate(height)),
                ("fill", ChartStyleSheet.LightPaper));
            svg.Element(
                "text", TextWidth.Shorten(chart.Title, (chart.Width - 4) / TextWidth.Bold), ("class", "head"), ("x", "2"), ("y", "16"));
        }
    }

    // Only a page has a script that shows and hides arms.
    private string? SeriesOf(Mark mark) => mode is SvgMode.Inline ? mark.Style.SeriesText : null;

    private void Draw(MarkupWriter svg, Chart chart, double height)
    {
        var plot = Layout(chart, height, out var endLabels);
        SvgAxes.Write(svg, plot, SeriesOf);
        var clip = chart.Id + "-c";
        using (svg.Open("clipPath", ("id", clip)))
        {
            // Markers at the very edge keep their outline: 6 units more than the plot on every side.
            svg.Empty(
                "rect",
                ("x", MarkupWriter.Coordinate(plot.Left - 6)),
                ("y", MarkupWriter.Coordinate(plot.Top - 6)),
                ("width", MarkupWriter.Coordinate(plot.Width + 12)),
                ("height", MarkupWriter.Coordinate(plot.Height + 12)));
        }

        using (svg.Open("g", ("clip-path", $"url(#{clip})")))
        {
            foreach (var mark in chart.Marks)
            {
                using (svg.Open("g", ("class", mark.Style.CssClass), ("data-s", SeriesOf(mark))))
                {
                    SvgMarks.Write(svg, plot, mark);
                }
            }
        }

        foreach (var mark in chart.Marks)
        {
            SvgMarks.WriteWords(svg, plot, mark, SeriesOf(mark));
        }

        if (endLabels)
        {
            SvgLineLabels.WriteEnds(svg, plot, SeriesOf);
        }
        else
        {
            SvgLineLabels.WriteLegend(svg, plot, plot.Bottom + AxisHeight + 10, SeriesOf);
        }
    }

    private static SvgPlot Layout(Chart chart, double height, out bool endLabels)
    {
        var top = height - chart.Height + (chart.Y.Title.Length > 0 ? 28 : 8);
        var available = height - top - AxisHeight;
        endLabels = SvgLineLabels.AtLineEnds(chart, available);
        var bottom = endLabels ? 0 : SvgLineLabels.LegendHeight(chart, chart.Width) + 4;
        var left = SvgAxes.LabelWidth(chart, available - bottom) + 14;
        var words = chart.Marks.OfType<BarMark>().Select(bar => TextWidth.Of(bar.Text) + 14).DefaultIfEmpty(0).Max();
        var right = Math.Max(words, (endLabels ? SvgLineLabels.EndWidth(chart) : 0) + 18);
        return new SvgPlot(chart, left, top, chart.Width - left - right, available - bottom);
    }

    // A chart without marks says why; an empty frame would look like a fault of the report.
    private static void Sentence(MarkupWriter svg, Chart chart)
    {
        var (line, y) = ("", 48.0);
        foreach (var word in chart.EmptyText.Split(' '))
        {
            if (line.Length > 0 && TextWidth.Of($"{line} {word}") > chart.Width - 24)
            {
                svg.Element("text", line, ("x", "12"), ("y", MarkupWriter.Coordinate(y)));
                (line, y) = (word, y + 17);
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        svg.Element("text", line, ("x", "12"), ("y", MarkupWriter.Coordinate(y)));
    }
}
