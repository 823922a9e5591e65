namespace ProtoBench.Model.Links.Profiles;

/// <summary>What one direction does to packets. Every default is "nothing".</summary>
public sealed record DirectionProfile
{
    /// <summary>Time every packet needs after it left the queue (one way).</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Variation of the delay, or null.</summary>
    public JitterProfile? Jitter { get; init; }

    /// <summary>
    /// True lets a packet with less jitter overtake. Default false: real queues keep the order, and TCP reacts to reordering as to loss.
    /// </summary>
    public bool Reorder { get; init; }

    /// <summary>Loss, or null.</summary>
    public LossProfile? Loss { get; init; }

    /// <summary>Probability that a packet arrives twice, 0 to 1.</summary>
    public double Duplicate { get; init; }

    /// <summary>Probability that one bit after the IP header is inverted, 0 to 1. Receivers' checksums reject such a packet.</summary>
    public double Corrupt { get; init; }

    /// <summary>Bits of IP packets a second (plus <see cref="OverheadBytes"/> each), or null for no limit.</summary>
    public double? BitsPerSecond { get; init; }

    /// <summary>A rate that changes as recorded; excludes <see cref="BitsPerSecond"/>.</summary>
    public RateTrace? Trace { get; init; }

    /// <summary>
    /// Longest queue in front of the rate limit; what arrives at a full queue is dropped. Counted with the packet being sent.
    /// </summary>
    public QueueLimit Queue { get; init; } = QueueLimit.Default;

    /// <summary>
    /// Bytes of lower layers that each packet also occupies the link for. Default 0; Ethernet with preamble and gap is 38 (IEEE 802.3).
    /// </summary>
    public int OverheadBytes { get; init; }

    /// <summary>Times at which everything that arrives is dropped.</summary>
    public IReadOnlyList<Blackout> Blackouts { get; init; } = [];

    /// <summary>Whether packets wait for a rate limit.</summary>
    public bool HasRate => BitsPerSecond is not null || Trace is not null;

    /// <summary>Long-run rate in bits a second; infinity without a limit.</summary>
    public double MeanBitsPerSecond => BitsPerSecond ?? Trace?.MeanBitsPerSecond ?? double.PositiveInfinity;
}
