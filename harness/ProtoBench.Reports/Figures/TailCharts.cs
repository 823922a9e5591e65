using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Figures;

/// <summary>Percentile plots: all arms of a panel, with the interval over trials as a band.</summary>
internal static class TailCharts
{
    /// <summary>A percentile is drawn while this many samples lie beyond it.</summary>
    private const double SamplesBeyond = 10;

    private const int PointsPerNine = 20;

    private static readonly double[] Round = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

    public static IEnumerable<ReportChart> Of(IReadOnlyList<ReportPanel> panels, Palette palette, ChartSize size) =>
        panels.Where(panel => !panel.Workload.IsBulk).Select(panel => new ReportChart(
            Build(panel, palette) with { Width = size.Width, Height = size.Height },
            "Lower is better. Each step to the right is one more nine: at 99.9 a line shows what the slowest exchange of a thousand took. "
                + "Lines add up all succeeded trials and end where fewer than 10 samples lie beyond; bands are 95 % intervals over trials.",
            panel));

    private static Chart Build(ReportPanel panel, Palette palette)
    {
        var cells = panel.Load.Cells.Where(cell => cell.Latency is { Count: >= 20 }).ToList();
        var lines = cells.Select(cell => Line(cell, palette[cell.Arm])).ToList();
        var points = lines.SelectMany(line => line.Points).ToList();
        var bands = cells.Where(cell => cell.Tail.Count > 1)
            .Select(cell => new BandMark { Style = palette[cell.Arm], Points = cell.Tail });
        return new Chart
        {
            Id = panel.Id + "-tail",
            Title = $"Latency by percentile: {panel.Title}",
            Description = string.Join(" ", panel.Load.Cells.Where(cell => cell[Metrics.P50] is not null).Select(Words)),
            EmptyText = "No arm has 20 valid samples at this load, so there are no percentiles to draw.",
            X = new Axis(new NinesScale(points.Select(point => point.X).DefaultIfEmpty(0.9).Max()), "percentile", Quantity.Percentile),
            Y = new Axis(
                LogScale.Over(points.Select(point => point.Y)),
                $"{LoadText.LatencyKind(panel.Load.Load.Loop)}, log scale",
                Quantity.Microseconds),
            Marks = [.. bands, .. lines],
        };
    }

    private static LineMark Line(CellSummary cell, SeriesStyle style)
    {
        var latency = cell.Latency!;
        var highest = 1 - (SamplesBeyond / latency.Count);
        var quantiles = NinesScale.Quantiles(highest, PointsPerNine)
            .Concat(Round.Where(quantile => quantile <= highest))
            .Distinct()
            .Order()
            .ToArray();
        var values = latency.Quantiles(quantiles);
        return new LineMark
        {
            Style = style,
            Label = cell.Arm,
            Points =
            [
                .. quantiles.Select((quantile, i) => Array.IndexOf(Round, quantile) < 0
                    ? new ChartPoint(quantile, values[i] / 1e3) { Marked = false }
                    : new ChartPoint(quantile, values[i] / 1e3) { Tip = Tip(cell, quantile, values[i] / 1e3) }),
            ],
        };
    }

    private static string Tip(CellSummary cell, double quantile, double value)
    {
        var interval = cell.Tail.Where(point => point.X == quantile)
            .Select(point => IntervalWidth.Bounds(point.Low, point.High)
                ? $"95 % CI {NumberText.Range(point.Low, point.High, Quantity.Microseconds)}"
                : "too few or too uneven trials to bound it")
            .DefaultIfEmpty("no interval")
            .First();
        return $"{cell.Arm}\np{NumberText.Tick(quantile, Quantity.Percentile)} {NumberText.Of(value, Quantity.Microseconds)}\n{interval}\n"
            + $"{NumberText.Whole(cell.Latency!.Count)} exchanges in {FigureTip.Trials(cell.Succeeded.Count)}";
    }

    private static string Words(CellSummary cell) => $"{cell.Arm}: "
        + string.Join(
            ", ",
            Metrics.Percentiles.Select(metric => cell[metric]).OfType<Figure>().Select(figure => $"{figure.Metric.Key} {figure.Text}"))
            + ".";
}
