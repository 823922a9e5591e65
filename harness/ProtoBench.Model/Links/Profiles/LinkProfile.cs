namespace ProtoBench.Model.Links.Profiles;

/// <summary>What an emulated link does to packets, in each direction. Read from <c>scenarios/links/NAME.yaml</c>; immutable.</summary>
public sealed record LinkProfile
{
    /// <summary>Largest IP packet of every emulated link, in bytes: Ethernet's.</summary>
    public const int Mtu = 1500;

    /// <summary>The file's name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>One line for reports.</summary>
    public required string Title { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>False means the processes talk over the host's own loopback and no link is built. Default true.</summary>
    public bool Emulated { get; init; } = true;

    /// <summary>Client to server.</summary>
    public DirectionProfile Up { get; init; } = new();

    /// <summary>Server to client.</summary>
    public DirectionProfile Down { get; init; } = new();

    /// <summary>
    /// TCP congestion control of both ends, by its kernel name. Default <c>cubic</c>, RFC 9438 and the default of every large operating
    /// system.
    /// </summary>
    public string Congestion { get; init; } = "cubic";

    /// <summary>Which mechanism moves the packets. Results of different backends are never compared.</summary>
    public LinkBackend Backend { get; init; } = LinkBackend.Automatic;

    /// <summary>Sum of both directions' constant delays: the round trip of a small packet on the idle link, without jitter.</summary>
    public TimeSpan RoundTrip => Up.Delay + Down.Delay;

    /// <summary>The direction's part of the profile.</summary>
    public DirectionProfile this[LinkDirection direction] => direction == LinkDirection.Up ? Up : Down;
}
