namespace ProtoBench.Model.Links.Profiles;

/// <summary>Length of a drop-tail queue.</summary>
public readonly record struct QueueLimit(double Amount, QueueUnit Unit)
{
    // Below this a queue drops parts of a single initial congestion window (RFC 6928: 10 segments), which no real device is built for.
    private const int SmallestBytes = 10 * 1500;

    /// <summary>
    /// The most packets a queue may be given: the emulator holds 65,536 in all, and those on their way need room as well (PacketPool).
    /// </summary>
    public const int MostPackets = 60_000;

    /// <summary>100 ms of the rate: within what access networks have, neither shallow nor bloated.</summary>
    public static QueueLimit Default { get; } = new(100, QueueUnit.Milliseconds);

    /// <summary>The most packets, or no limit.</summary>
    public long Packets => Unit == QueueUnit.Packets ? (long)Amount : long.MaxValue;

    /// <summary>The most bytes, or no limit. Limits derived from rates are at least ten full packets.</summary>
    /// <param name="bitsPerSecond">Mean rate of the direction.</param>
    /// <param name="roundTrip">The profile's round trip without queueing.</param>
    public long Bytes(double bitsPerSecond, TimeSpan roundTrip) => Unit switch
    {
        QueueUnit.Bytes => (long)Amount,
        QueueUnit.Milliseconds => Math.Max(SmallestBytes, (long)(bitsPerSecond / 8 * Amount / 1000)),
        QueueUnit.BandwidthDelayProducts => Math.Max(SmallestBytes, (long)(bitsPerSecond / 8 * Amount * roundTrip.TotalSeconds)),
        _ => long.MaxValue,
    };
}

/// <summary>What a queue's length is counted in.</summary>
public enum QueueUnit
{
    Packets,
    Bytes,

    /// <summary>Milliseconds of the (mean) rate.</summary>
    Milliseconds,

    /// <summary>Multiples of the bandwidth-delay product, mean rate times the profile's round trip.</summary>
    BandwidthDelayProducts,
}
