using ProtoBench.Model.Clocks;

namespace ProtoBench.Trials;

/// <summary>
/// The clocks of all sides of a trial. Those of several clients are read at once, and the server's once for all of them.
/// </summary>
/// <param name="server">The server; null: it is none of ours.</param>
/// <param name="clients">In the order of their numbers.</param>
internal sealed class PairClocks(ChildProcess? server, IReadOnlyList<ChildProcess> clients)
{
    private IReadOnlyList<PeerClocks> _read = [];
    private ClockMap _ofServer = ClockMap.Shared;

    /// <summary>How a client's and the server's are read.</summary>
    /// <exception cref="InvalidOperationException">They were not read yet.</exception>
    public PeerClocks this[int client] =>
        _read.Count > client ? _read[client] : throw new InvalidOperationException("the sides are not connected yet");

    /// <summary>
    /// Reads those of the clients, each as soon as it has introduced itself. The server may start meanwhile: the shortest round trip
    /// counts.
    /// </summary>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public Task<ClockMap[]> OfClientsAsync(CancellationToken cancellationToken) => Task.WhenAll(clients.Select(async client =>
    {
        await client.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        return await PeerClocks.MapAsync(client, cancellationToken).ConfigureAwait(false);
    }));

    /// <summary>Reads the server's, which must have introduced itself. It may say other things meanwhile.</summary>
    /// <exception cref="TrialFailedException">It failed, ended, took too long, or cannot tell.</exception>
    public async Task ReadServerAsync(CancellationToken cancellationToken) =>
        _ofServer = await PeerClocks.MapAsync(server, cancellationToken).ConfigureAwait(false);

    /// <summary>All were read for the first time.</summary>
    /// <param name="ofClients">What was read of the clients.</param>
    /// <exception cref="TrialFailedException">One of them failed, or cannot tell.</exception>
    public async Task ReadAsync(Task<ClockMap[]> ofClients)
    {
        var before = await ofClients.ConfigureAwait(false);
        _read = [.. clients.Zip(before, (client, own) => new PeerClocks(client, server, own, _ofServer))];
    }

    /// <summary>The same behind the trial: what was known before holds to within what has changed since.</summary>
    /// <param name="ofClients">What was read of the clients again.</param>
    /// <exception cref="TrialFailedException">One of them failed.</exception>
    public async Task ReadAgainAsync(Task<ClockMap[]> ofClients)
    {
        var after = await ofClients.ConfigureAwait(false);
        for (var number = 0; number < _read.Count; number++)
        {
            _read[number].ReadAgain(after[number], _ofServer);
        }
    }
}
