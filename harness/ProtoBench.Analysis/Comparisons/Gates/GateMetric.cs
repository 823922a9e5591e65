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

    /// <summary>Varies too much between unchanged trials to be compared; it can only have a limit.</summary>
    [Word("p99.9")]
    P999,

    /// <summary>Share of exchanges or streams that ended without their whole, right answer, time-outs included.</summary>
    Failures,

    /// <summary>Share of exchanges without an answer in time.</summary>
    [Word("time-outs")]
    TimeOuts,

    /// <summary>Share of the datagrams of a bulk transfer that never arrived.</summary>
    Lost,

    /// <summary>Processor time of the client per exchange, or per MiB of bulk payload.</summary>
    [Word("client-cpu")]
    ClientCpu,

    [Word("server-cpu")]
    ServerCpu,

    /// <summary>Most resident memory of the client.</summary>
    [Word("client-peak")]
    ClientPeak,

    [Word("server-peak")]
    ServerPeak,

    /// <summary>Bytes on an emulated link per exchange, or per MiB of bulk payload.</summary>
    Wire,

    /// <summary>Typical time of opening a connection, of requests of the user's own.</summary>
    Connect,

    /// <summary>Typical time to the first byte of an answer, of requests of the user's own.</summary>
    [Word("first-byte")]
    FirstByte,
}
