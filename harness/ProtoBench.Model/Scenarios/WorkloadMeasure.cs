namespace ProtoBench.Model.Scenarios;

/// <summary>What the figures of a workload are about. Reports, comparisons and checks ask this, and never which kind it is.</summary>
internal enum WorkloadMeasure
{
    /// <summary>Exchanges with a beginning and an end: their latencies, and how many there are per second.</summary>
    Exchanges,

    /// <summary>Payload that flows: bytes per second at the receiver.</summary>
    Payload,
}
