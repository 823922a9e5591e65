using ProtoBench.Load.Kinds;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// What was recorded about one arm in one cell beside its latency and rate. Everything but the label may be missing: a rule without its
/// evidence stays silent.
/// </summary>
internal sealed record ArmEvidence
{
    public required string Label { get; init; }

    /// <summary>Median latency in microseconds.</summary>
    public double? P50 { get; init; }

    /// <summary>99th percentile of the latency in microseconds.</summary>
    public double? P99 { get; init; }

    /// <summary>Exchanges per second that completed.</summary>
    public double? Rate { get; init; }

    /// <summary>Payload bytes per second.</summary>
    public double? Goodput { get; init; }

    /// <summary>Processor time per exchange or MiB, in microseconds.</summary>
    public double? ClientCpu { get; init; }

    public double? ServerCpu { get; init; }

    /// <summary>Share of the processors it may use that the busier of the two processes used, 0 to 1.</summary>
    public double? Busy { get; init; }

    /// <summary>Which process <see cref="Busy"/> speaks of: <c>client</c> or <c>server</c>.</summary>
    public string? BusySide { get; init; }

    /// <summary>Share of the window in which either process was paused by its garbage collector.</summary>
    public double? PausedShare { get; init; }

    /// <summary>Mean length of such a pause, in microseconds.</summary>
    public double? MeanPause { get; init; }

    /// <summary>Median round trip of the emulated link, in microseconds, as its certificates measured it.</summary>
    public double? RoundTrip { get; init; }

    /// <summary>Round trips that a cold exchange takes by the standards; null for exchanges over open connections.</summary>
    public int? ColdRoundTrips { get; init; }

    /// <summary>What those are, for example <c>TCP, TLS, exchange</c>.</summary>
    public string? ColdSteps { get; init; }

    /// <summary>Packets the link dropped, by its profile or a full queue, per exchange or MiB.</summary>
    public double? LostPerUnit { get; init; }

    /// <summary>Share of packets the link dropped.</summary>
    public double? LostShare { get; init; }

    /// <summary>Why TCP sent segments again, on both sides, inside the windows; null: not known of both.</summary>
    public TcpSentAgain? SentAgain { get; init; }

    /// <summary>Exchanges that share one connection.</summary>
    public double? PerConnection { get; init; }

    /// <summary>Does one TCP connection carry them all in order, so that a lost packet holds up every exchange on it?</summary>
    public bool InOrder { get; init; }

    /// <summary>Does it run over TCP?</summary>
    public bool OverTcp { get; init; }

    /// <summary>Flow-control window of one stream or its receive buffer, in bytes, where the connection told it and it is fixed.</summary>
    public double? Window { get; init; }

    /// <summary>What <see cref="Window"/> is.</summary>
    public string? WindowName { get; init; }

    /// <summary>What a bulk transfer moves through such windows; null where none is known of its direction.</summary>
    public WindowedFlow? Flow { get; init; }

    /// <summary>TCP_NODELAY, where it applies.</summary>
    public bool? NoDelay { get; init; }

    /// <summary>How its typed messages are written, framed and carried; null where messages are bytes.</summary>
    public MessageForm? Form { get; init; }

    /// <summary>What pushed events wait for until they are asked for; null where they come by themselves.</summary>
    public EventWait? Wait { get; init; }

    /// <summary>Share of datagrams that never arrived; null for protocols that deliver everything.</summary>
    public double? DatagramsLost { get; init; }

    /// <summary>What opening connections takes; null where they are kept.</summary>
    public OpenedAnew? Opened { get; init; }

    /// <summary>Figures that only its kind of workload has, by key.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>What its kind of workload knows of its figures.</summary>
    public IReadOnlyList<KnownPart> Parts { get; init; } = [];
}
