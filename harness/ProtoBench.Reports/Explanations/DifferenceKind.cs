namespace ProtoBench.Reports.Explanations;

/// <summary>What differs.</summary>
internal enum DifferenceKind
{
    /// <summary>Median latency.</summary>
    Median,

    /// <summary>99th percentile of latency.</summary>
    Tail,

    /// <summary>Exchanges per second of a closed loop.</summary>
    Rate,

    /// <summary>Bytes per second of a bulk transfer.</summary>
    Goodput,

    /// <summary>A figure that only its kind of workload has.</summary>
    Own,
}
