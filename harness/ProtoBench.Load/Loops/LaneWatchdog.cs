using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Gives overdue exchanges up. One thread looks at every lane now and then, so that an exchange itself costs no timer: a time-out is
/// therefore noticed up to a fiftieth of its limit late, but 10 ms where that is less and 100 ms where that is more.
/// </summary>
internal sealed class LaneWatchdog : IDisposable
{
    // Each look takes the processor from an exchange. At 90,000 a second, a look each 10 ms alone is one exchange in 900: p99.9.
    private const int LooksPerLimit = 50;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    // What is compiled is so for all watchdogs of the process. Each slice has one of its own, which must not look more often for that.
    private static int _rehearsed;

    private readonly IReadOnlyList<Lane> _lanes;
    private readonly long _limitNanoseconds;
    private readonly PeriodicThread _thread;

    public LaneWatchdog(LaneSet lanes, TimeSpan limit)
    {
        _lanes = lanes.Lanes;
        lanes.Limit = limit;
        _limitNanoseconds = (long)(limit.TotalSeconds * 1e9);
        _thread = new PeriodicThread("watchdog", IntervalOf(limit), Look, Interlocked.Exchange(ref _rehearsed, 1) == 0 ? Look : null);
    }

    /// <summary>How long the watchdog of a limit sleeps between two looks.</summary>
    public static TimeSpan IntervalOf(TimeSpan limit) =>
        TimeSpan.FromTicks(Math.Clamp(limit.Ticks / LooksPerLimit, Shortest.Ticks, Longest.Ticks));

    public void Dispose() => _thread.Dispose();

    private void Look()
    {
        var oldest = LoadClock.Now - _limitNanoseconds;
        for (var i = 0; i < _lanes.Count; i++)
        {
            _lanes[i].CancelIfOlderThan(oldest);
        }
    }
}
