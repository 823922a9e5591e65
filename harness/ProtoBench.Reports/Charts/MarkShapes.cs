namespace ProtoBench.Reports.Charts;

/// <summary>Turns marks into the shapes that every renderer draws. What lies beyond the axes is for the renderer to cut off.</summary>
internal static class MarkShapes
{
    private const double DotRadius = 5;
    private const double PointRadius = 4;
    private const double ThickestBar = 16;

    public static IEnumerable<MarkShape> Of(Mark mark, IPlotArea area) => mark switch
    {
        LineMark line => Line(area, line),
        BandMark band => Band(area, band),
        BarMark bar when IsDrawable(bar, area) => Bar(area, bar),
        DotMark dot when IsDrawable(dot, area) => Dot(area, dot),
        RuleMark rule => [new Stroke(StrokeKind.Rule, [(area.X(rule.X), area.Top), (area.X(rule.X), area.Bottom)])],
        ShadeMark shade => Shade(area, shade),
        TilesMark tiles => [Tiles(area, tiles)],
        _ => [],
    };

    /// <summary>Has a point a place on the axes?</summary>
    public static bool Holds(Chart chart, ChartPoint point) => chart.X.Scale.Holds(point.X) && chart.Y.Scale.Holds(point.Y);

    /// <summary>A line's marker in a legend.</summary>
    public static Marker Key(LineMark line, double x, double y) => new(line.Style.Marker, x, y, Hollow: false, PointRadius, Tip: null);

    private static bool IsDrawable(Mark mark, IPlotArea area) => mark.IsDrawable(area.Chart.X.Scale, area.Chart.Y.Scale);

    private static IEnumerable<MarkShape> Line(IPlotArea area, LineMark mark)
    {
        foreach (var run in Runs(mark.Points, point => Holds(area.Chart, point)))
        {
            var points = run.Select(point => (area.X(point.X), area.Y(point.Y)));
            yield return new Stroke(
                mark.Faint
                    ? StrokeKind.Faint
                    : StrokeKind.Line, [.. mark.Step ? Stepped(points) : points], mark.Faint ? null : mark.Style.Dashes);
        }

        if (mark.Faint)
        {
            yield break;
        }

        foreach (var point in mark.Points.Where(point => Holds(area.Chart, point)))
        {
            if (Whisker(area, point) is { } whisker)
            {
                yield return whisker;
            }

            if (point.Marked)
            {
                yield return new Marker(mark.Style.Marker, area.X(point.X), area.Y(point.Y), point.Hollow, PointRadius, point.Tip);
            }
        }
    }

    private static Stroke? Whisker(IPlotArea area, ChartPoint point)
    {
        var scale = area.Chart.Y.Scale;
        if (point is not { Low: { } low, High: { } high } || !scale.Holds(low) || !scale.Holds(high))
        {
            return null;
        }

        var (x, top, bottom) = (area.X(point.X), area.Y(high), area.Y(low));
        return new Stroke(StrokeKind.Whisker, [(x - 3, top), (x + 3, top), (x, top), (x, bottom), (x - 3, bottom), (x + 3, bottom)]);
    }

    private static IEnumerable<MarkShape> Band(IPlotArea area, BandMark mark)
    {
        foreach (var run in Runs(mark.Points, point => BandMark.Holds(point, area.Chart.X.Scale, area.Chart.Y.Scale)))
        {
            var upper = run.Select(point => (area.X(point.X), area.Y(point.High)));
            var lower = run.Select(point => (area.X(point.X), area.Y(point.Low))).Reverse();
            yield return new Area([.. upper.Concat(lower)]);
        }
    }

    private static IEnumerable<MarkShape> Bar(IPlotArea area, BarMark mark)
    {
        var rows = area.Chart.Y.Scale is BandScale bands ? bands.Categories.Count : 1;
        var thickness = Math.Min(ThickestBar, (area.Bottom - area.Top) / Math.Max(1, rows) * 0.62);
        var (y, end) = (area.Y(mark.Category), area.X(mark.Value));
        yield return new Box(area.Left, y - (thickness / 2), Math.Max(0, end - area.Left), thickness, IsBar: true, mark.Tip);
        if (Interval(area, StrokeKind.Over, mark.Low, mark.High, y) is { } interval)
        {
            yield return interval;
        }
    }

    private static IEnumerable<MarkShape> Dot(IPlotArea area, DotMark mark)
    {
        var y = area.Y(mark.Category + mark.Offset);
        if (Interval(area, StrokeKind.Whisker, mark.Low, mark.High, y) is { } interval)
        {
            yield return interval;
        }

        yield return new Marker(mark.Shape, area.X(mark.Value), y, mark.Hollow, DotRadius, mark.Tip);
    }

    private static Stroke? Interval(IPlotArea area, StrokeKind kind, double? low, double? high, double y)
    {
        if (low is not { } from || high is not { } to || !area.Chart.X.Scale.Holds(from) || !area.Chart.X.Scale.Holds(to))
        {
            return null;
        }

        var (left, right) = (area.X(from), area.X(to));
        return new Stroke(kind, [(left, y - 4), (left, y + 4), (left, y), (right, y), (right, y - 4), (right, y + 4)]);
    }

    private static IEnumerable<MarkShape> Shade(IPlotArea area, ShadeMark mark)
    {
        var (left, right) = (Math.Max(area.Left, area.X(mark.From)), Math.Min(area.Right, area.X(mark.To)));
        if (right > left)
        {
            yield return new Box(left, area.Top, right - left, area.Bottom - area.Top, IsBar: false);
        }
    }

    private static Shaded Tiles(IPlotArea area, TilesMark mark) => new(mark.Level,
    [
        .. mark.Tiles.Select(tile => (
            area.X(tile.Left),
            area.Y(tile.High),
            area.X(tile.Right) - area.X(tile.Left),
            area.Y(tile.Low) - area.Y(tile.High))),
    ]);

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
}
