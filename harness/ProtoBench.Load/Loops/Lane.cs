using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// One place for an exchange in flight: a connection (or one stream of it), the time limit of its exchange, and its own counters, which
/// only the lane writes.
/// </summary>
internal sealed class Lane(ConnectionSlot slot) : IDisposable
{
    private const long Idle = 0;
    private const long Overdue = -1;

    private CancellationTokenSource _limit = new();
    private long _started = Idle;
    private long _completed;
    private long _completedInWindow;

    public ConnectionSlot Slot { get; } = slot;

    /// <summary>Its connection where connections carry only so many exchanges.</summary>
    public OwnConnection Own { get; } = new(slot);

    /// <summary>Which of the user's requests the current exchange sends; 0 where there are none.</summary>
    public int Request { get; set; }

    /// <summary>What is known of the current exchange's answer.</summary>
    public Answer Answer { get; set; }

    /// <summary>What an <see cref="ILaneExchange"/> keeps of the lane from one exchange to the next.</summary>
    public object? Kept { get; set; }

    /// <summary>Gives the current exchange up when it is overdue.</summary>
    public CancellationToken Limit => _limit.Token;

    /// <summary>Exchanges completed since the lane exists, warm-up included.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>Exchanges whose completion fell into the window, whenever they started.</summary>
    public long CompletedInWindow => Volatile.Read(ref _completedInWindow);

    public void Begin(long started) => Volatile.Write(ref _started, started);

    /// <summary>Ends the exchange. After a time-out the lane gets a new limit, so that the next exchange starts with a fresh one.</summary>
    /// <returns>Was it overdue? Then whatever it failed with came of being given up.</returns>
    public bool End()
    {
        if (Interlocked.Exchange(ref _started, Idle) != Overdue)
        {
            return false;
        }

        // The watchdog may still be cancelling the old source, so it is left to the collector instead of being disposed.
        _limit = new CancellationTokenSource();
        return true;
    }

    /// <summary>When the last exchange of the lane ended; 0 before the first.</summary>
    public long LastEnd { get; private set; }

    public void Count(long end, LoadWindow window)
    {
        LastEnd = end;
        Volatile.Write(ref _completed, _completed + 1);
        if (window.Contains(end))
        {
            Volatile.Write(ref _completedInWindow, _completedInWindow + 1);
        }
    }

    /// <summary>Called by the watchdog: cancels the current exchange if it started before <paramref name="oldest"/>.</summary>
    public void CancelIfOlderThan(long oldest)
    {
        var limit = _limit;
        var started = Volatile.Read(ref _started);
        if (started > 0 && started < oldest && Interlocked.CompareExchange(ref _started, Overdue, started) == started)
        {
            // Not Cancel(): that would run the lane's continuation, and with the last lane's the end of the whole trial, on the watchdog's
            // thread.
            _ = limit.CancelAsync();
        }
    }

    public void Dispose() => _limit.Dispose();
}
