using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Gives overdue exchanges up. One thread looks at every lane each 10 ms, so that an exchange itself costs no timer: a time-out is
/// therefore noticed up to 10 ms late.
/// </summary>
internal sealed class LaneWatchdog : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<Lane> _lanes;
    private readonly long _limitNanoseconds;
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;

    public LaneWatchdog(LaneSet lanes, TimeSpan limit)
    {
        _lanes = lanes.Lanes;
        lanes.Limit = limit;
        _limitNanoseconds = (long)(limit.TotalSeconds * 1e9);
        _thread = new Thread(Run) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Run()
    {
        while (!_ended.Wait(Interval))
        {
            var oldest = LoadClock.Now - _limitNanoseconds;
            foreach (var lane in _lanes)
            {
                lane.CancelIfOlderThan(oldest);
            }
        }
    }
}
