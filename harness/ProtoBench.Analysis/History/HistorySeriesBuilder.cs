using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>
/// From the points of a history to its series. Runs are in one series only when scenario, shared conditions, environment and the cell's
/// meaning are equal: a new kernel begins a new series instead of a false alarm.
/// </summary>
internal static class HistorySeriesBuilder
{
    // Later runs may move the place that is found by this much; it is still the same change.
    private const int PlacementSlack = 1;

    /// <summary>
    /// The figures that are watched unless others are asked for: those that decide, without p99.9, which varies too much.
    /// </summary>
    public static IReadOnlyList<Metric> Watched { get; } = [Metrics.P50, Metrics.P90, Metrics.P99, Metrics.Throughput, Metrics.Goodput];

    /// <summary>Every figure there is, also those that only one kind of workload has.</summary>
    public static IReadOnlyList<Metric> All { get; } =
        [.. Metrics.Percentiles, Metrics.Throughput, Metrics.Goodput, .. Metrics.OfKinds, .. Metrics.Costs];

    /// <param name="content">As a store gave it.</param>
    /// <param name="metrics">The figures wanted, in the order they are shown.</param>
    public static IReadOnlyList<HistorySeries> Of(HistoryContent content, IReadOnlyList<Metric> metrics)
    {
        var acknowledged = content.Acknowledgements.ToLookup(seen => (seen.Scenario, seen.Fingerprint, seen.Cell, seen.Metric));
        var groups = content.Points
            .SelectMany(point => point.Cells.Select(cell => (Point: point, Cell: cell)))
            .GroupBy(pair => (pair.Point.Scenario, pair.Point.ScenarioHash, pair.Point.Fingerprint, pair.Cell.Id, pair.Cell.Hash));
        return
        [
            .. groups
                .SelectMany(group => metrics.Select(metric => (group.Key, Metric: metric, Points: PointsOf(group, metric))))
                .Where(series => series.Points.Count > 0)
                .AsParallel().AsOrdered()
                .Select(series => Acknowledge(
                    new HistorySeries
                    {
                        Scenario = series.Key.Scenario,
                        ScenarioHash = series.Key.ScenarioHash,
                        Fingerprint = series.Key.Fingerprint,
                        Cell = series.Key.Id,
                        CellHash = series.Key.Hash,
                        Metric = series.Metric,
                        Points = series.Points,
                        Analysis = SeriesAnalysis.Of([.. series.Points.Select(point => point.Value)]),
                    },
                    acknowledged[(series.Key.Scenario, series.Key.Fingerprint, series.Key.Id, series.Metric.Key)])),
        ];
    }

    private static List<SeriesPoint> PointsOf(IEnumerable<(HistoryPoint Point, HistoryCell Cell)> group, Metric metric) =>
    [
        .. group
            .Where(pair => pair.Cell.Values.ContainsKey(metric.Key))
            .Select(pair => new SeriesPoint(pair.Point.Run, pair.Point.Time, pair.Point.Commit, pair.Cell.Values[metric.Key])),
    ];

    private static HistorySeries Acknowledge(HistorySeries series, IEnumerable<Acknowledgement> acknowledgements)
    {
        var seen = acknowledgements.ToLookup(acknowledgement => acknowledgement.Run, StringComparer.Ordinal);
        Acknowledgement? Of(ChangePoint change) => series.Points
            .Skip(change.Index - PlacementSlack)
            .Take((2 * PlacementSlack) + 1)
            .SelectMany(point => seen[point.Run])
            .FirstOrDefault();
        return series with
        {
            Acknowledged = series.Analysis.Newest is { } newest ? Of(newest) : null,
            Open = OpenChange.Of(
                [
                    .. series.Points.Select(point => point.Value),
                ], series.Analysis, series.Metric.LowerIsBetter, change => Of(change) is not null),
        };
    }
}
