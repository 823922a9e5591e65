namespace ProtoBench.Model.Links.Evidence;

/// <summary>How a link was really built: recorded with every result, because results under different facts are not comparable.</summary>
public sealed record LinkFacts
{
    public required string Profile { get; init; }

    /// <summary>tun, packet-socket or netem.</summary>
    public required string Backend { get; init; }

    /// <summary>Seed of every random decision; null where the backend has none.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Congestion control that a TCP connection over the link really has, read from a socket of each side.</summary>
    public required string CongestionClient { get; init; }

    public required string CongestionServer { get; init; }

    public required int Mtu { get; init; }

    /// <summary>Length of the device's ring in packets.</summary>
    public required int RingPackets { get; init; }

    /// <summary>Whether the engine's threads have SCHED_FIFO; without it a contended machine makes releases milliseconds late.</summary>
    public required bool RealTime { get; init; }

    /// <summary>Processors kept from idling by loops of the lowest priority.</summary>
    public int ProcessorsKeptAwake { get; init; }

    /// <summary>True when the link was built inside a user namespace, without root.</summary>
    public required bool Rootless { get; init; }
}
