namespace ProtoBench.Reports.Charts;

/// <summary>
/// Charts as SVG 1.1, drawn once: no script, prints at any size, readable by screen readers through title and description.
/// </summary>
internal sealed class SvgChartRenderer(SvgMode mode) : IChartRenderer
{
    public void Render(Chart chart, TextWriter output)
    {
        var svg = new MarkupWriter(output);
        var layout = ChartLayout.Of(chart, titled: mode is SvgMode.Standalone);
        var height = MarkupWriter.Coordinate(layout.Height);
        using (svg.Open(
            "svg",
            ("xmlns", mode is SvgMode.Standalone ? "http://www.w3.org/2000/svg" : null),
            ("id", chart.Id),
            ("class", "chart"),
            ("role", "img"),
            ("aria-labelledby", $"{chart.Id}-t {chart.Id}-d"),
            ("viewBox", $"0 0 {MarkupWriter.Coordinate(chart.Width)} {height}"),
            ("width", mode is SvgMode.Standalone ? MarkupWriter.Coordinate(chart.Width) : null),
            ("height", mode is SvgMode.Standalone ? height : null)))
        {
            svg.Element("title", chart.Title, ("id", chart.Id + "-t"));
            svg.Element("desc", chart.IsEmpty ? chart.EmptyText : chart.Description, ("id", chart.Id + "-d"));
            Background(svg, chart, height);
            foreach (var title in layout.Titles())
            {
                SvgMarks.Write(svg, title);
            }

            if (chart.IsEmpty)
            {
                foreach (var line in layout.Sentence())
                {
                    SvgMarks.Write(svg, line);
                }
            }
            else
            {
                Draw(svg, layout);
            }
        }
    }

    private void Background(MarkupWriter svg, Chart chart, string height)
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
                ("height", height),
                ("fill", ChartStyleSheet.LightPaper));
        }
    }

    // Only a page has a script that shows and hides arms.
    private string? SeriesOf(Mark mark) => mode is SvgMode.Inline ? mark.Style.SeriesText : null;

    private void Draw(MarkupWriter svg, ChartLayout layout)
    {
        SvgAxes.Write(svg, layout, SeriesOf);
        var clip = layout.Chart.Id + "-c";
        using (svg.Open("clipPath", ("id", clip)))
        {
            svg.Empty(
                "rect",
                ("x", MarkupWriter.Coordinate(layout.Left - ChartLayout.Overhang)),
                ("y", MarkupWriter.Coordinate(layout.Top - ChartLayout.Overhang)),
                ("width", MarkupWriter.Coordinate(layout.PlotWidth + (2 * ChartLayout.Overhang))),
                ("height", MarkupWriter.Coordinate(layout.PlotHeight + (2 * ChartLayout.Overhang))));
        }

        using (svg.Open("g", ("clip-path", $"url(#{clip})")))
        {
            foreach (var mark in layout.Chart.Marks)
            {
                using (svg.Open("g", ("class", mark.Style.CssClass), ("data-s", SeriesOf(mark))))
                {
                    foreach (var shape in MarkShapes.Of(mark, layout))
                    {
                        SvgMarks.Write(svg, shape);
                    }
                }
            }
        }

        foreach (var (mark, text) in MarkWords.Of(layout))
        {
            SvgMarks.Write(svg, text, series: mark is RuleMark ? null : SeriesOf(mark));
        }

        foreach (var label in LineLabels.Of(layout))
        {
            using (svg.Open("g", ("class", label.Line.Style.CssClass), ("data-s", SeriesOf(label.Line))))
            {
                SvgMarks.Write(svg, label.Stroke);
                if (label.Key is { } key)
                {
                    SvgMarks.Write(svg, key);
                }

                SvgMarks.Write(svg, label.Name, label.Line.Label);
            }
        }
    }
}
