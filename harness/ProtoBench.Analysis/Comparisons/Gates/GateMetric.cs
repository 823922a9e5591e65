using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>What a gate can look at, by the keys of <see cref="MetricComparison.Metric"/>.</summary>
public enum GateMetric
{
    Throughput,
    Goodput,
    P50,
    P90,
    P99,

    /// <summary>Share of exchanges or streams that ended without their whole, right answer, time-outs included.</summary>
    Failures,

    /// <summary>Share of exchanges without an answer in time.</summary>
    [Word("time-outs")]
    TimeOuts,

    /// <summary>Share of the datagrams of a bulk transfer that never arrived.</summary>
    Lost,
}
