namespace ProtoBench.Links.Certification;

/// <summary>What a perfect link makes of a one-way flow: the counterpart of <see cref="FlowResult"/>.</summary>
internal sealed record FlowForecast
{
    /// <summary>Whether nothing intact arrives of a packet, by its number.</summary>
    public required bool[] Missing { get; init; }

    /// <summary>When intact packets and copies arrive, sorted, in nanoseconds from the link's start.</summary>
    public required long[] Arrivals { get; init; }

    /// <summary>Arrivals of packets that had arrived before.</summary>
    public required int Repeated { get; init; }

    /// <summary>First arrivals behind a packet with a higher number.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Packets dropped by time, by a full queue or a blackout, which a packet's number does not tell.</summary>
    public required int DroppedByTime { get; init; }

    /// <summary>When the last packet comes out, damaged or not; 0 when none does.</summary>
    public required long LastRelease { get; init; }

    /// <summary>Time between the first and the last arrival, in nanoseconds.</summary>
    public long Span => Arrivals.Length < 2 ? 0 : Arrivals[^1] - Arrivals[0];

    /// <summary>As <see cref="FlowResult.BitsPerSecond"/> counts them; 0 when fewer than two arrive, or all at once.</summary>
    public double BitsPerSecond(int packetBytes) => Span == 0 ? 0 : (Arrivals.Length - 1) * packetBytes * 8e9 / Span;
}
