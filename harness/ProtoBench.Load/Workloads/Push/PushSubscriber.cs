using System.Threading.Tasks.Sources;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>
/// One subscriber at the server. Whoever sends to it waits here for the next event, one at a time, and goes on on the pacing thread:
/// neither allocates, and nothing is locked.
/// </summary>
internal sealed class PushSubscriber(PushGroup group) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _signal;
    private int _waiting;
    private long _deadline;
    private int _taking;
    private volatile bool _hasLeft;

    public bool HasLeft => _hasLeft;

    /// <summary>Requests fetch its events; otherwise it has a stream, whose end is seen.</summary>
    public bool IsPolled { get; init; }

    /// <summary>The event it gets next, by number.</summary>
    public long Next { get; set; }

    /// <summary>The event <see cref="Next"/> has come, or it has left.</summary>
    public bool HasReason => group.Published > Next || _hasLeft;

    /// <summary>
    /// Completes when there is a reason, or it is woken at <paramref name="deadline"/> or otherwise: the pacing thread wakes one after the
    /// other, and may come to one that has taken the event meanwhile and waits for the next.
    /// </summary>
    public ValueTask WaitAsync(long deadline)
    {
        if (HasReason)
        {
            return ValueTask.CompletedTask;
        }

        _signal.Reset();
        Volatile.Write(ref _deadline, deadline);
        Interlocked.Exchange(ref _waiting, 1);

        // An event may have come in between and seen nobody wait.
        return HasReason && Interlocked.Exchange(ref _waiting, 0) == 1
            ? ValueTask.CompletedTask
            : new ValueTask(this, _signal.Version);
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _signal.SetResult(true);
        }
    }

    /// <summary>Wakes it where it has waited as long as it wants to.</summary>
    public void WakeAt(long now)
    {
        if (Volatile.Read(ref _waiting) == 1 && now >= Volatile.Read(ref _deadline))
        {
            Wake();
        }
    }

    public void Leave()
    {
        _hasLeft = true;
        Wake();
    }

    /// <summary>A request begins to fetch for it. Only one may at a time.</summary>
    /// <exception cref="InvalidDataException">Another one does.</exception>
    public void BeginTaking()
    {
        if (Interlocked.Exchange(ref _taking, 1) == 1)
        {
            throw new InvalidDataException("another request already fetches the events of this subscriber");
        }
    }

    public void EndTaking() => Volatile.Write(ref _taking, 0);

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);
}
