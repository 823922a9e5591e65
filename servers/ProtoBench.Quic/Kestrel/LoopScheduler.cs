using System.IO.Pipelines;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Loops;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// Continues one side of one pipe on the loop's thread. A pipe has at most one continuation outstanding per side, so the object is its own
/// work item and scheduling allocates nothing.
/// </summary>
internal sealed class LoopScheduler(QuicPeer peer) : PipeScheduler, ILoopWork
{
    private Action<object?>? _action;
    private object? _state;

    public override void Schedule(Action<object?> action, object? state)
    {
        _action = action;
        _state = state;
        peer.Post(this);
    }

    public void Run()
    {
        var action = _action;
        var state = _state;
        _action = null;
        _state = null;
        action!(state);
    }
}
