using System.Threading.Tasks.Sources;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Hands one arrival after the other to a waiting lane without allocating: a reusable ValueTask source. The lane goes on, on the thread
/// that signals, so that its request leaves without waiting for the thread pool.
/// </summary>
internal sealed class ArrivalSignal : IValueTaskSource<long>
{
    private ManualResetValueTaskSourceCore<long> _core;

    /// <param name="continueElsewhere">For lanes that block: they must not take the pacing thread with them.</param>
    public ArrivalSignal(bool continueElsewhere) => _core.RunContinuationsAsynchronously = continueElsewhere;

    /// <summary>Gets ready for the next arrival. Must be called before the lane is offered to others.</summary>
    public void Arm() => _core.Reset();

    /// <summary>The next arrival's intended start.</summary>
    public ValueTask<long> NextAsync() => new(this, _core.Version);

    public void Signal(long intended) => _core.SetResult(intended);

    long IValueTaskSource<long>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<long>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<long>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
