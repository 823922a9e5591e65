using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// The time from the first to the last subscriber that got an event. Any thread may record; nothing is locked. An event that somebody never
/// gets leaves a wrong time to the one <see cref="Slots"/> later; such a trial is invalid anyway.
/// </summary>
/// <param name="subscribers">Those of this client.</param>
/// <param name="instants">Where each event is kept for a spread over those of several clients; null: there is one client.</param>
internal sealed class EventSpread(int subscribers, EventInstants? instants = null) : IDisposable
{
    private const int Slots = 1 << 14;

    private readonly long[] _first = [.. Enumerable.Repeat(long.MaxValue, Slots)];
    private readonly long[] _last = new long[Slots];
    private readonly int[] _count = new int[Slots];
    private readonly ThreadLocal<LatencyHistogram> _times = new(() => new LatencyHistogram(), trackAllValues: true);

    /// <summary>A subscriber has got event <paramref name="number"/> at <paramref name="instant"/>.</summary>
    public void Record(long number, long instant)
    {
        var slot = number % Slots;
        Lower(ref _first[slot], instant);
        Raise(ref _last[slot], instant);
        if (Interlocked.Increment(ref _count[slot]) < subscribers)
        {
            return;
        }

        _times.Value!.Record(_last[slot] - _first[slot]);
        instants?.Add(number, _first[slot], _last[slot]);
        _last[slot] = 0;
        Volatile.Write(ref _first[slot], long.MaxValue);
        Volatile.Write(ref _count[slot], 0);
    }

    /// <summary>Only when nobody records any more.</summary>
    public LatencyHistogram Merge()
    {
        var all = new LatencyHistogram();
        foreach (var one in _times.Values)
        {
            all.Add(one);
        }

        return all;
    }

    public void Dispose() => _times.Dispose();

    private static void Lower(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); value < seen;)
        {
            var found = Interlocked.CompareExchange(ref place, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    private static void Raise(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); value > seen;)
        {
            var found = Interlocked.CompareExchange(ref place, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
