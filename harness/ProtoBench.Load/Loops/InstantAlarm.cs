namespace ProtoBench.Load.Loops;

/// <summary>
/// Waits for instants of <see cref="ProtoBench.Machine.LoadClock"/>, one after the other, on a thread of its own that a high-resolution
/// timer wakes. Timers of .NET count whole milliseconds, of which a lead-in has five.
/// </summary>
internal sealed class InstantAlarm : IDisposable
{
    private readonly object _lock = new();
    private TaskCompletionSource? _waiting;
    private long _instant;
    private bool _over;

    public InstantAlarm() => new Thread(Run) { IsBackground = true, Name = "alarm" }.Start();

    /// <summary>Completes at that instant or a little later, never before, and not on the thread of the alarm.</summary>
    /// <exception cref="InvalidOperationException">The one before has not completed yet.</exception>
    public Task UntilAsync(long instant, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_waiting is not null)
            {
                throw new InvalidOperationException("an alarm waits for one instant at a time");
            }

            (_waiting, _instant) = (waiting, instant);
            Monitor.Pulse(_lock);
        }

        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the thread, once it has waited for the instant that it waits for.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _over = true;
            Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        PreciseSleep.PrepareThread();
        while (Next() is { } instant)
        {
            PreciseSleep.Until(instant);
            Reached().SetResult();
        }
    }

    // Null: it is over.
    private long? Next()
    {
        lock (_lock)
        {
            while (_waiting is null && !_over)
            {
                Monitor.Wait(_lock);
            }

            return _over ? null : _instant;
        }
    }

    private TaskCompletionSource Reached()
    {
        lock (_lock)
        {
            var reached = _waiting!;
            _waiting = null;
            return reached;
        }
    }
}
