using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.Push;

/// <summary>How events come to one subscriber.</summary>
internal interface IEventRoute
{
    /// <summary>Subscribes and hands every event to <paramref name="listener"/> until that is done.</summary>
    Task ListenAsync(IProtocolConnection connection, PushCall join, PushListener listener, CancellationToken cancellationToken);
}
