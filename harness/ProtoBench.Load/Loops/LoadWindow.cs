using ProtoBench.Machine;

namespace ProtoBench.Load.Loops;

/// <summary>
/// The measuring window on <see cref="LoadClock"/>. Exchanges whose (intended) start lies in it are recorded; before it opens, none are.
/// </summary>
internal sealed class LoadWindow
{
    private long _start = long.MaxValue;
    private long _end = long.MaxValue;

    /// <summary>Told start and end before anything falls into the window; null for nobody.</summary>
    public Action<long, long>? Opening { get; init; }

    public long Start => Volatile.Read(ref _start);

    /// <summary>Also the instant after which an open loop plans no more arrivals.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Opens the window now, for <paramref name="duration"/>.</summary>
    public void Open(TimeSpan duration) => Open(duration, LoadClock.Now);

    /// <summary>The same from <paramref name="start"/> on, an instant that is now or still to come.</summary>
    public void Open(TimeSpan duration, long start)
    {
        var end = start + (long)(duration.TotalSeconds * 1e9);
        Opening?.Invoke(start, end);
        Volatile.Write(ref _end, end);
        Volatile.Write(ref _start, start);
    }

    /// <summary>Makes it a window that has not opened yet. Only while nothing is in flight.</summary>
    public void Reset()
    {
        Volatile.Write(ref _start, long.MaxValue);
        Volatile.Write(ref _end, long.MaxValue);
    }

    public bool Contains(long nanoseconds) => nanoseconds >= Start && nanoseconds < End;
}
