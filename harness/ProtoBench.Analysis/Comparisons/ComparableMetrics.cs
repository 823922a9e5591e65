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

    public static IReadOnlyList<ComparableMetric> All { get; } = [Throughput, Goodput, P50, P90, P99];

    /// <summary>Those of a cell. An open loop has no throughput of its own: it achieves what it is offered, or is invalid.</summary>
    public static IReadOnlyList<ComparableMetric> Of(Cell cell) => cell switch
    {
        { Workload.Kind: not WorkloadKind.Exchange } => [Goodput],
        { Load.Loop: LoopKind.Open } => [P50, P90, P99],
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
