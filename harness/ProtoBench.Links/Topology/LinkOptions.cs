using ProtoBench.Machine;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Topology;

/// <summary>How a link is built, apart from what it does to packets.</summary>
internal sealed record LinkOptions
{
    /// <summary>Seed of every random decision. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Overrides the profile's backend unless <see cref="LinkBackend.Automatic"/>.</summary>
    public LinkBackend Backend { get; init; } = LinkBackend.Automatic;

    /// <summary>
    /// Ask for SCHED_FIFO. Default true; refused to ordinary users, which is recorded. On a contended machine it lowers the release
    /// lateness from milliseconds to about 20 µs (p99).
    /// </summary>
    public bool RealTime { get; init; } = true;

    /// <summary>
    /// Keep processors from idling, so that releases and endpoints wake in time (<see cref="WakefulProcessors"/>). Default true.
    /// </summary>
    public bool KeepAwake { get; init; } = true;

    /// <summary>TCP congestion control of both ends, by its kernel name; null, the default: the profile's.</summary>
    public string? Congestion { get; init; }

    /// <summary>
    /// Further congestion controls: connections between the addresses of <see cref="LinkAddresses.Beside"/> have them. Default: none.
    /// </summary>
    public IReadOnlyList<string> CongestionBeside { get; init; } = [];

    /// <summary>File for a pcapng recording, or null.</summary>
    public string? Capture { get; init; }
}
