using ProtoBench.Load.Children;
using ProtoBench.Machine;

namespace ProtoBench.Peer;

/// <summary>
/// What a side does for the machine that it runs on where its parent is on another: keeps processors awake, and watches what else runs.
/// </summary>
internal sealed class HostDuties : IDisposable
{
    private readonly PollingProcessors? _polling;
    private readonly ProcessorWatch _watch = new();

    private HostDuties(HostDuty duty) => _polling = duty.Awake ? PollingProcessors.TryHold() : null;

    /// <summary>Begins what is asked for; null: nothing is.</summary>
    public static HostDuties? Begin(HostDuty? duty) => duty is null ? null : new HostDuties(duty);

    /// <summary>What was seen so far.</summary>
    public MachineSeen Seen() => new(_polling is not null, _watch.Finish());

    public void Dispose()
    {
        _watch.Dispose();
        _polling?.Dispose();
    }
}
