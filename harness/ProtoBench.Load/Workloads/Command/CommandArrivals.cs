using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>
/// The arrivals of an open loop, for lanes that fetch them: an idle lane takes the oldest that is due, or waits for the next. None
/// overtakes another, so that the wait behind a stall is counted as in the loop whose pacing thread hands them out. Thread-safe.
/// </summary>
/// <param name="schedule">When they are due.</param>
/// <param name="origin">What that counts from.</param>
/// <param name="end">None is due from here on.</param>
internal sealed class CommandArrivals(ArrivalSchedule schedule, long origin, long end)
{
    private readonly Lock _lock = new();
    private readonly Queue<long> _due = new();
    private readonly LatencyHistogram _pacing = new();
    private long _next = origin + schedule.Next();

    /// <summary>Most arrivals that waited at once.</summary>
    public int LongestBacklog { get; private set; }

    /// <summary>How late lanes that waited for an arrival came to it. Only when nobody waits any more.</summary>
    public LatencyHistogram Pacing => _pacing;

    /// <summary>The next arrival, due already or still to be waited for; null when there is none any more.</summary>
    public long? Take(long now)
    {
        lock (_lock)
        {
            Collect(now);
            if (_due.TryDequeue(out var waiting))
            {
                return waiting;
            }

            if (_next >= end)
            {
                return null;
            }

            var next = _next;
            _next = origin + schedule.Next();
            return next;
        }
    }

    /// <summary>A lane that had waited for an arrival came to it so late.</summary>
    public void Met(long lateness)
    {
        lock (_lock)
        {
            _pacing.Record(lateness);
        }
    }

    /// <summary>Arrivals that are due and wait for a lane.</summary>
    public int Waiting(long now)
    {
        lock (_lock)
        {
            Collect(now);
            return _due.Count;
        }
    }

    private void Collect(long now)
    {
        for (; _next <= now && _next < end; _next = origin + schedule.Next())
        {
            _due.Enqueue(_next);
        }

        LongestBacklog = Math.Max(LongestBacklog, _due.Count);
    }
}
