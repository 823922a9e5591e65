using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>One connection on its way to its end: when its client knew, and when it was done with it.</summary>
/// <param name="slot">The connection.</param>
/// <param name="lanes">Lanes that share it.</param>
internal sealed class DrainedConnection(ConnectionSlot slot, int lanes)
{
    private int _left = lanes;
    private long _known;

    public ConnectionSlot Slot { get; } = slot;

    /// <summary>When the first of its lanes knew; 0: none did.</summary>
    public long Known => Volatile.Read(ref _known);

    /// <summary>When the client had closed it; 0: not yet.</summary>
    public long Done { get; private set; }

    /// <summary>Has its server announced that it ends?</summary>
    public bool IsAnnounced => Slot.Notices?.Closing is not null;

    /// <summary>When that was read; 0: it did not.</summary>
    public long Announced => Slot.Notices is { ClosingAt: > 0 and var ticks } ? LoadClock.Of(ticks) : 0;

    /// <summary>Was its client told so before it lost anything?</summary>
    public bool IsTold { get; private set; }

    /// <summary>A lane knows now that it ends.</summary>
    /// <param name="now">When.</param>
    /// <param name="told">By a word, and not by what it lost.</param>
    public void Know(long now, bool told)
    {
        if (Interlocked.CompareExchange(ref _known, now, 0) == 0)
        {
            IsTold = told;
        }
    }

    /// <summary>A lane begins nothing more on it. The last one closes it: some servers wait for that.</summary>
    public async ValueTask LeaveAsync()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            await Slot.Connection.DisposeAsync().ConfigureAwait(false);
            Done = LoadClock.Now;
        }
    }
}
