namespace ProtoBench.Comparisons.Gates;

/// <summary>What a gate can look at, by the keys of <see cref="MetricComparison.Metric"/>.</summary>
public enum GateMetric
{
    Throughput,
    Goodput,
    P50,
    P90,
    P99,
}
