using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>
/// The server of a trial: a peer of ours (<see cref="ServingPeer"/>) or a program of somebody else's. Disposing it ends it.
/// </summary>
internal interface IServingSide : IAsyncDisposable
{
    /// <summary>The peer's process; null where it is not a process of ours.</summary>
    ChildProcess? Peer { get; }

    /// <summary>Completes when it accepts connections.</summary>
    /// <param name="order">What a peer is to serve; a foreign server was told by its command.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">It ended, or took too long.</exception>
    Task<Ready> ReadyAsync(ServeOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for what the client has to say. Where the server is what ended, that is the failure: the client could only complain of it.
    /// </summary>
    /// <exception cref="TrialFailedException">Either of them failed.</exception>
    Task<TMessage> WhileServingAsync<TMessage>(Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken);
}
