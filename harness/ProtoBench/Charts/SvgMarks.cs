namespace ProtoBench.Charts;

/// <summary>Draws marks of every kind. What lies beyond the axes is cut off by the plot's clip path.</summary>
internal static class SvgMarks
{
    public static void Write(MarkupWriter svg, SvgPlot plot, Mark mark)
    {
        switch (mark)
        {
            case LineMark line:
                Line(svg, plot, line);
                break;
            case BandMark band:
                Band(svg, plot, band);
                break;
            case BarMark bar when bar.IsDrawable(plot.Chart.X.Scale, plot.Chart.Y.Scale):
                Bar(svg, plot, bar);
                break;
            case DotMark dot when dot.IsDrawable(plot.Chart.X.Scale, plot.Chart.Y.Scale):
                Dot(svg, plot, dot);
                break;
            case RuleMark rule:
                Rule(svg, plot, rule);
                break;
            case ShadeMark shade:
                Shade(svg, plot, shade);
                break;
        }
    }

    /// <summary>Words are not clipped, so they are written after all marks.</summary>
    public static void WriteWords(MarkupWriter svg, SvgPlot plot, Mark mark, string? series = null)
    {
        switch (mark)
        {
            case BarMark bar when bar.IsDrawable(plot.Chart.X.Scale, plot.Chart.Y.Scale):
                Words(svg, Math.Min(plot.X(Math.Max(bar.Value, bar.High ?? bar.Value)), plot.Right) + 8, plot.Y(bar.Category), bar.Text, "name", series);
                break;
            case NoteMark note:
                Words(svg, plot.Left + 8, plot.Y(note.Category), TextWidth.Shorten(note.Text, plot.Width), null, series);
                break;
            case RuleMark rule:
                svg.Element("text", rule.Label, ("x", Text(plot.X(rule.X) + 4)), ("y", Text(plot.Top + 11)));
                break;
        }
    }

    private static void Line(MarkupWriter svg, SvgPlot plot, LineMark mark)
    {
        foreach (var run in Runs(mark.Points, plot.Holds))
        {
            var points = run.Select(point => (plot.X(point.X), plot.Y(point.Y)));
            var path = SvgPlot.Path(mark.Step ? Stepped(points) : points);
            svg.Empty(
                "path", ("class", mark.Faint ? "faint" : "line"), ("stroke-dasharray", mark.Faint ? null : mark.Style.Dashes), ("d", path));
        }

        if (mark.Faint)
        {
            return;
        }

        foreach (var point in mark.Points.Where(plot.Holds))
        {
            Whisker(svg, plot, point);
            if (point.Marked)
            {
                SvgMarker.Write(svg, mark.Style.Marker, plot.X(point.X), plot.Y(point.Y), point.Hollow, tip: point.Tip);
            }
        }
    }

    private static void Whisker(MarkupWriter svg, SvgPlot plot, ChartPoint point)
    {
        var scale = plot.Chart.Y.Scale;
        if (point is { Low: { } low, High: { } high } && scale.Holds(low) && scale.Holds(high))
        {
            var (x, top, bottom) = (plot.X(point.X), plot.Y(high), plot.Y(low));
            svg.Empty(
                "path",
                ("class", "whisker"),
                ("d", SvgPlot.Path([(x - 3, top), (x + 3, top), (x, top), (x, bottom), (x - 3, bottom), (x + 3, bottom)])));
        }
    }

    private static void Band(MarkupWriter svg, SvgPlot plot, BandMark mark)
    {
        foreach (var run in Runs(mark.Points, point => BandMark.Holds(point, plot.Chart.X.Scale, plot.Chart.Y.Scale)))
        {
            var upper = run.Select(point => (plot.X(point.X), plot.Y(point.High)));
            var lower = run.Select(point => (plot.X(point.X), plot.Y(point.Low))).Reverse();
            svg.Empty("path", ("class", "band"), ("d", SvgPlot.Path(upper.Concat(lower), close: true)));
        }
    }

    private static void Bar(MarkupWriter svg, SvgPlot plot, BarMark mark)
    {
        var thickness = Math.Min(16, plot.RowHeight * 0.62);
        var (y, end) = (plot.Y(mark.Category), plot.X(mark.Value));
        svg.Shape(
            "rect",
            mark.Tip,
            ("class", "bar"),
            ("x", Text(plot.Left)),
            ("y", Text(y - (thickness / 2))),
            ("width", Text(Math.Max(0, end - plot.Left))),
            ("height", Text(thickness)),
            ("rx", "2"));
        Interval(svg, plot, "over", mark.Low, mark.High, y);
    }

    private static void Dot(MarkupWriter svg, SvgPlot plot, DotMark mark)
    {
        var y = plot.Y(mark.Category);
        Interval(svg, plot, "whisker", mark.Low, mark.High, y);
        SvgMarker.Write(svg, mark.Shape, plot.X(mark.Value), y, mark.Hollow, 5, mark.Tip);
    }

    private static void Interval(MarkupWriter svg, SvgPlot plot, string css, double? low, double? high, double y)
    {
        if (low is { } from && high is { } to && plot.Chart.X.Scale.Holds(from) && plot.Chart.X.Scale.Holds(to))
        {
            var (left, right) = (plot.X(from), plot.X(to));
            svg.Empty(
                "path",
                ("class", css),
                ("d", SvgPlot.Path([(left, y - 4), (left, y + 4), (left, y), (right, y), (right, y - 4), (right, y + 4)])));
        }
    }

    private static void Rule(MarkupWriter svg, SvgPlot plot, RuleMark mark)
    {
        var x = plot.X(mark.X);
        svg.Empty("path", ("class", "rule"), ("d", SvgPlot.Path([(x, plot.Top), (x, plot.Bottom)])));
    }

    private static void Shade(MarkupWriter svg, SvgPlot plot, ShadeMark mark)
    {
        var (left, right) = (Math.Max(plot.Left, plot.X(mark.From)), Math.Min(plot.Right, plot.X(mark.To)));
        if (right > left)
        {
            svg.Empty(
                "rect",
                ("class", "shade"),
                ("x", Text(left)),
                ("y", Text(plot.Top)),
                ("width", Text(right - left)),
                ("height", Text(plot.Height)));
        }
    }

    private static void Words(MarkupWriter svg, double x, double y, string text, string? css, string? series) =>
        svg.Element("text", text, ("class", css), ("data-s", series), ("x", Text(x)), ("y", Text(y + 4)));

    // Where a value has no place on the axes the line is broken, never bridged.
    private static IEnumerable<List<T>> Runs<T>(IReadOnlyList<T> points, Func<T, bool> holds)
    {
        var run = new List<T>();
        foreach (var point in points)
        {
            if (holds(point))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static IEnumerable<(double X, double Y)> Stepped(IEnumerable<(double X, double Y)> points)
    {
        double? height = null;
        foreach (var (x, y) in points)
        {
            if (height is { } previous)
            {
                yield return (x, previous);
            }

            yield return (x, y);
            height = y;
        }
    }

    private static string Text(double value) => MarkupWriter.Coordinate(value);
}
