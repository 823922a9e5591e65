using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Kinds;

/// <summary>
/// What the trials of one arm recorded at one load point, for its kind of workload to say what its figures consist of. Times are in
/// microseconds; whatever was not recorded is null or not there.
/// </summary>
internal sealed record RecordedArm
{
    public required Workload Workload { get; init; }

    /// <summary>May exchanges share a connection?</summary>
    public required bool Shared { get; init; }

    /// <summary>Connections of each that is in flight, at least 1.</summary>
    public required int Connections { get; init; }

    public required int InFlight { get; init; }

    /// <summary>Exchanges, or streams, that share one connection.</summary>
    public double PerConnection { get; init; } = 1;

    /// <summary>Does it run over TCP, which delivers all of a connection in one order?</summary>
    public bool OverTcp { get; init; }

    /// <summary>Do events come by themselves, so that nobody asks for them?</summary>
    public bool Delivered { get; init; } = true;

    /// <summary>The handshakes before a first request, a round trip each, by the standards.</summary>
    public IReadOnlyList<string> Handshakes { get; init; } = [];

    /// <summary>Of the emulated link, as its certificates measured it.</summary>
    public double? RoundTrip { get; init; }

    public double? P50 { get; init; }

    public double? P99 { get; init; }

    /// <summary>Exchanges per second that completed.</summary>
    public double? Rate { get; init; }

    /// <summary>How long after it was due an open loop began one, 99th percentile; null in closed loops.</summary>
    public double? LateP99 { get; init; }

    /// <summary>Share of its packets that the link dropped.</summary>
    public double? PacketsLost { get; init; }

    /// <summary>Share of its datagrams that never arrived; null where whatever is lost is sent again.</summary>
    public double? DatagramsLost { get; init; }

    /// <summary>Of one stream or its receive buffer, in bytes, where the connection told it and it is fixed.</summary>
    public double? Window { get; init; }

    /// <summary>What <see cref="Window"/> is called.</summary>
    public string? WindowName { get; init; }

    /// <summary>What its first connection told of itself.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The kind's own figures, by key.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>The kind's own times, by key: their median, and the 99th percentile where enough were taken.</summary>
    public IReadOnlyDictionary<string, (double Median, double? Tail)> Times { get; init; } =
        new Dictionary<string, (double, double?)>();

    /// <summary>One of the kind's figures; null where there is none.</summary>
    public double? this[WorkloadFigure figure] => this[figure.Key];

    /// <summary>The same by its key.</summary>
    public double? this[string key] => Figures.TryGetValue(key, out var value) ? value : null;
}
