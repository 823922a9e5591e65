using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>Percentile plots: one per load point with all arms.</summary>
internal static class TailCharts
{
    /// <summary>A percentile is drawn while this many samples lie beyond it.</summary>
    private const double SamplesBeyond = 10;

    private const int PointsPerNine = 20;

    private static readonly double[] Round = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

    public static IEnumerable<ReportChart> Of(WorkloadSummary workload, Palette palette) => workload.IsBulk
        ? []
        : workload.Loads.Select((load, index) => new ReportChart(
            Build(load, palette, $"{workload.Anchor}-tail-{index + 1}", $"{workload.Title}, {load.Title}"),
            "Lower is better. Each step to the right is one more nine: at 99.9 a line shows what the slowest exchange of a thousand took. "
                + "Lines end where fewer than 10 samples lie beyond. All succeeded trials are added up."));

    private static Chart Build(LoadSummary load, Palette palette, string id, string where)
    {
        var lines = load.Cells.Where(cell => cell.Latency is { Count: >= 20 }).Select(cell => Line(cell, palette[cell.Arm])).ToList();
        var points = lines.SelectMany(line => line.Points).ToList();
        return new Chart
        {
            Id = id,
            Title = $"Latency by percentile: {where}",
            Description = string.Join(" ", load.Cells.Where(cell => cell[Metrics.P50] is not null).Select(Words)),
            EmptyText = "No arm has 20 valid samples at this load, so there are no percentiles to draw.",
            X = new Axis(new NinesScale(points.Select(point => point.X).DefaultIfEmpty(0.9).Max()), "percentile", Quantity.Percentile),
            Y = new Axis(
                LogScale.Over(points.Select(point => point.Y)),
                $"{LoadText.LatencyKind(load.Load.Loop)}, log scale",
                Quantity.Microseconds),
            Marks = lines,
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
                .. quantiles.Select(
                    (quantile, i) => new ChartPoint(quantile, values[i] / 1e3) { Marked = Array.IndexOf(Round, quantile) >= 0 }),
            ],
        };
    }

    private static string Words(CellSummary cell) => $"{cell.Arm}: "
        + string.Join(
            ", ",
            Metrics.Percentiles.Select(metric => cell[metric]).OfType<Figure>().Select(figure => $"{figure.Metric.Key} {figure.Text}"))
            + ".";
}
