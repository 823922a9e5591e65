using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// The server of a trial: a peer of ours (<see cref="ServingPeer"/>) or a program of somebody else's. Disposing it ends it.
/// </summary>
internal interface IServingSide : IAsyncDisposable
{
    /// <summary>The peer's process; null where it is not a process of ours.</summary>
    ChildProcess? Peer { get; }

    /// <summary>What the client must know of a server that follows no contract of ours; null: it does.</summary>
    ForeignSite? Site => null;

    /// <summary>The name that the client resolves for each of its connections; null: it has the address. To be asked when it is
    /// ready.</summary>
    string? NameToResolve => null;

    /// <summary>Completes when it accepts connections.</summary>
    /// <param name="order">What a peer is to serve; a foreign server was told by its command.</param>
    /// <param name="meanwhile">What is asked of a peer that has introduced itself and is about to listen; others are asked nothing.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">It ended, or took too long.</exception>
    Task<Ready> ReadyAsync(ServeOrder order, Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for what the client has to say. Where the server is what ended, that is the failure: the client could only complain of it.
    /// </summary>
    /// <exception cref="TrialFailedException">Either of them failed.</exception>
    Task<TMessage> WhileServingAsync<TMessage>(Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken);

    /// <summary>Has another process taken its place? What it used is then not known: who was killed could not say.</summary>
    bool WasReplaced => false;

    /// <summary>Kills it, and completes when the next one listens at the same address.</summary>
    /// <param name="down">From the kill until the next one may listen.</param>
    /// <param name="cancellationToken">Gives it up; disposing then ends whichever lives.</param>
    /// <exception cref="TrialFailedException">It is no process of ours on this machine, or the next one did not come up.</exception>
    Task<ServerRestart> RestartAsync(TimeSpan down, CancellationToken cancellationToken) =>
        throw new TrialFailedException("only a server of ours can be killed and started again");

    /// <summary>
    /// What it used between two instants of the clock of this process, where it is no process of ours that tells itself; null: not
    /// known, or a peer.
    /// </summary>
    ProcessUsage? Usage(long from, long to) => null;

    /// <summary>Adds what is to be said of the server itself. To be called when it has been measured and still runs.</summary>
    Task<TrialResult> RemarkAsync(TrialResult result) => Task.FromResult(result);
}
