using ProtoBench.Load.Children;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Trials;

/// <summary>
/// The clocks of a client of a trial and of its server, read over the channel by which they are told what to do: before the trial, and
/// again behind it. A side that reads the clock of this process is not asked.
/// </summary>
internal sealed class PeerClocks
{
    // The shortest round trip counts. Measured between hosts: with 20 the true error was 4 µs in the median where the bound said 81 µs.
    private const int Readings = 20;

    private readonly ChildProcess _client;
    private readonly ChildProcess? _server;
    private readonly ClockMap _clientBefore;
    private readonly ClockMap _serverBefore;
    private ClockMap _clientMap;
    private ClockMap _serverMap;

    /// <param name="client">The client.</param>
    /// <param name="server">The server; null: it is none of ours, and what is known of it this process has seen.</param>
    /// <param name="clientMap">How the client's clock was read before the trial.</param>
    /// <param name="serverMap">The same of the server's.</param>
    public PeerClocks(ChildProcess client, ChildProcess? server, ClockMap clientMap, ClockMap serverMap)
    {
        (_client, _server) = (client, server);
        (_clientBefore, _serverBefore) = (_clientMap, _serverMap) = (clientMap, serverMap);
    }

    /// <summary>From the server's clock to the client's, as known before the trial: what the client is told.</summary>
    public ClockMap ServerOnClient => _serverBefore.Then(_clientBefore.Inverted());

    /// <summary>For the result; null where all read one clock.</summary>
    public TrialClocks? Result => _client.SharesClock && _server is not { SharesClock: false }
        ? null
        : TrialClocks.Of(ServerOnClient, _clientMap, _serverMap);

    /// <summary>Both were read again: what was known before holds to within what has changed since.</summary>
    public void ReadAgain(ClockMap clientMap, ClockMap serverMap) =>
        (_clientMap, _serverMap) = (_clientBefore.Until(clientMap), _serverBefore.Until(serverMap));

    /// <summary>The instant of the client's clock on that of this process.</summary>
    public long OfClient(long instant) => _clientMap.Read(instant);

    /// <summary>The instant of the server's clock on that of this process.</summary>
    public long OfServer(long instant) => _serverMap.Read(instant);

    /// <summary>The instant of the clock of this process on the client's.</summary>
    public long ToClient(long instant) => _clientMap.Inverted().Read(instant);

    /// <summary>The server's samples on the client's clock, which a trial's window is of.</summary>
    public Served OnClient(Served served)
    {
        var map = _serverMap.Then(_clientMap.Inverted());
        return map.Nanoseconds == 0 ? served : served with
        {
            Samples = [.. served.Samples.Select(Moved)],
            Congestion = served.Congestion?.Select(series => series.Moved(map.Read(0) / 1e9)).ToList(),
        };

        ProcessSample Moved(ProcessSample sample) => sample with { Nanoseconds = map.Read(sample.Nanoseconds) };
    }

    /// <summary>Reads the clock of a side, which must have introduced itself.</summary>
    /// <param name="child">The side; null: it is none of ours.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">It failed, or cannot tell.</exception>
    public static async Task<ClockMap> MapAsync(ChildProcess? child, CancellationToken cancellationToken) =>
        child is null or { SharesClock: true }
            ? ClockMap.Shared
            : ClockMap.Of(await child.ReadClockAsync(Readings, PeerPair.StartLimit, cancellationToken).ConfigureAwait(false));
}
