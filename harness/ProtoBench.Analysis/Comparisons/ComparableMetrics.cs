using ProtoBench.Analysis.Objectives;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// What may decide. p99.9 and beyond are no gate metrics: between unchanged trials they vary by 14 to 67 % even in the best design.
/// </summary>
internal static class ComparableMetrics
{
    public static ComparableMetric P50 { get; } = Percentile("p50", 200, latency => latency.P50);

    public static ComparableMetric P90 { get; } = Percentile("p90", 1_000, latency => latency.P90);

    public static ComparableMetric P99 { get; } = Percentile("p99", 10_000, latency => latency.P99);

    public static ComparableMetric Throughput { get; } =
        new("throughput", Quantity.PerSecond, LowerIsBetter: false, 0, trial => trial.Measurement?.AchievedRate);

    public static ComparableMetric Goodput { get; } =
        new("goodput", Quantity.BytesPerSecond, LowerIsBetter: false, 0, trial => trial.Measurement?.GoodputBytesPerSecond);

    /// <summary>
    /// What is compared only where a policy asks for it: each metric more makes every verdict of a suite harder to reach.
    /// </summary>
    public static IReadOnlyList<ComparableMetric> Further { get; } =
    [
        .. new[]
        {
            Metrics.ClientCpu, Metrics.ServerCpu, Metrics.ClientPeak, Metrics.ServerPeak, Metrics.Wire,
            ObjectiveFigures.Connect, ObjectiveFigures.FirstByte,
        }.Select(metric => new ComparableMetric(metric.Key, metric.Quantity, metric.LowerIsBetter, 0, metric.Read)),
    ];

    public static IReadOnlyList<ComparableMetric> All { get; } = [Throughput, Goodput, P50, P90, P99, .. Further];

    /// <summary>Is it left out unless somebody asks for it?</summary>
    public static bool IsFurther(string key) => Further.Any(metric => metric.Key == key);

    /// <summary>Those of a cell with those that were asked for.</summary>
    public static IReadOnlyList<ComparableMetric> Of(Cell cell, IReadOnlySet<string>? further) =>
        further is null ? Of(cell) : [.. Of(cell), .. Further.Where(metric => further.Contains(metric.Key))];

    /// <summary>Those of a cell. An open loop has no throughput of its own: it achieves what it is offered, or is invalid.</summary>
    public static IReadOnlyList<ComparableMetric> Of(Cell cell) => (WorkloadCatalog.Of(cell.Workload.Kind).Measures, cell.Load.Loop) switch
    {
        (WorkloadMeasure.Payload, _) => [Goodput],
        (_, LoopKind.Open) => [P50, P90, P99],
        _ => [Throughput, P50, P90, P99],
    };

    private static ComparableMetric Percentile(string key, long samples, Func<LatencySummary, double?> read) => new(
        key,
        Quantity.Microseconds,
        LowerIsBetter: true,
        samples,
        trial => trial.ResponseMicroseconds is { } latency && latency.Count >= samples ? read(latency) : null)
    {
        ReadOfHalf = trial => trial.ResponseMicroseconds is { } latency && latency.Count >= samples / 2 ? read(latency) : null,
    };
}
