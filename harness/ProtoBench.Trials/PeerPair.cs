using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// The two sides of a trial, from their start to their end: a fresh server and a fresh client that is connected to it and does what it is
/// asked. The trials of a run and the sides of an interleaved pair begin with the same handshake, under the same limits. Disposing it
/// leaves no process.
/// </summary>
internal sealed class PeerPair : IAsyncDisposable
{
    /// <summary>
    /// Starting a process and just-in-time compiling Kestrel takes 0.5 s on a quiet machine; twenty times that means it hangs.
    /// </summary>
    public static readonly WaitLimit StartLimit = new(TimeSpan.FromSeconds(10));

    // A handshake of TCP and TLS takes three; a first packet that is lost is sent again after one second and then two.
    private const int ConnectRoundTrips = 5;
    private static readonly TimeSpan ConnectionLimit = TimeSpan.FromMilliseconds(20);

    private readonly PeerPlace _place;
    private readonly IServingSide _server;
    private readonly ChildProcess _client;
    private PeerClocks? _clocks;

    private PeerPair(PeerPlace place, IServingSide server, ChildProcess client) => (_place, _server, _client) = (place, server, client);

    /// <summary>0 where the server is not a process of ours.</summary>
    public int ServerProcessId => _server.Peer?.ProcessId ?? 0;

    public int ClientProcessId => _client.ProcessId;

    /// <summary>What the server said about itself; null before it did, and where it is not ours.</summary>
    public Hello? ServerIntroduction => _server.Peer?.Introduction;

    /// <summary>What the client said about itself; null before it did.</summary>
    public Hello? ClientIntroduction => _client.Introduction;

    /// <summary>How the clocks of both are read; null where all read one clock.</summary>
    public TrialClocks? ClocksResult => Clocks.Result;

    private PeerClocks Clocks => _clocks ?? throw new InvalidOperationException("the sides are not connected yet");

    /// <summary>Starts both at once: neither is measured before both are ready, and a trial is half a second shorter.</summary>
    /// <param name="place">Where they run.</param>
    /// <param name="foreign">Starts a server that is not ours; null, or where it returns null: a peer serves.</param>
    /// <exception cref="TrialFailedException">One could not be started; nothing is left running.</exception>
    public static async Task<PeerPair> StartAsync(PeerPlace place, Func<IServingSide?>? foreign = null)
    {
        var server = foreign?.Invoke() ?? new ServingPeer(place.StartServer());
        try
        {
            return new PeerPair(place, server, place.StartClient());
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets the server listen and the client connect.</summary>
    /// <returns>What the first connection negotiated.</returns>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public async Task<ConnectionFacts> ConnectAsync(PeerOrder order, CancellationToken cancellationToken)
    {
        var ready = await _server.ReadyAsync(order.ForServer(_place.Link is not null), cancellationToken).ConfigureAwait(false);
        await _server.WhileServingAsync(
            async token =>
            {
                await _client.IntroducedAsync(StartLimit, token).ConfigureAwait(false);
                return _clocks = await PeerClocks.ReadAsync(_client, _server.Peer, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        var limit = StartLimit with
        {
            Quiet = StartLimit.Quiet + (ConnectionLimit * order.Cell.Connections),
            Asked = TimeSpan.FromSeconds(ConnectRoundTrips * (_place.Link?.RoundTripSeconds ?? 0)),
        };
        var connected = await AskAsync<Connected>(
            order.ForClient(ready, _server, Clocks.ServerOnClient), limit, cancellationToken).ConfigureAwait(false);
        _place.Build.Check(ServerIntroduction, ClientIntroduction);
        return connected.Facts;
    }

    /// <summary>Tells the client what to do and waits until it has.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public Task<TMessage> AskAsync<TMessage>(ChildMessage order, WaitLimit limit, CancellationToken cancellationToken)
        where TMessage : ChildMessage => _server.WhileServingAsync(
            async token =>
            {
                await _client.SendAsync(order).ConfigureAwait(false);
                return await _client.ExpectAsync<TMessage>(limit, token, AnswerAsync).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Waits for what the client says next.</summary>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public Task<TMessage> ExpectAsync<TMessage>(WaitLimit limit, CancellationToken cancellationToken)
        where TMessage : ChildMessage =>
        _server.WhileServingAsync(token => _client.ExpectAsync<TMessage>(limit, token, AnswerAsync), cancellationToken);

    /// <summary>Reads the clocks of both again, when everything has been measured.</summary>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public Task ReadClocksAsync(CancellationToken cancellationToken) => Clocks.ReadAgainAsync(cancellationToken);

    /// <summary>The instant of the client's clock on that of this process.</summary>
    public long OfClient(long instant) => Clocks.OfClient(instant);

    /// <summary>
    /// Ends the serving and returns what a peer used, on the client's clock; null where the server is not ours, which nobody can ask.
    /// </summary>
    /// <exception cref="TrialFailedException">The server failed, ended, or took too long.</exception>
    public async Task<Served?> StopServerAsync(CancellationToken cancellationToken)
    {
        if (_server.Peer is not { } server)
        {
            return null;
        }

        await server.SendAsync(new Stop()).ConfigureAwait(false);
        return Clocks.OnClient(await server.ExpectAsync<Served>(StartLimit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the server used between two instants; null where that is not known.</summary>
    /// <param name="served">What it said when it was stopped.</param>
    /// <param name="from">In nanoseconds of the client's clock.</param>
    /// <param name="to">Like <paramref name="from"/>.</param>
    public ProcessUsage? UsageOfServer(Served? served, long from, long to) => served is null
        ? _server.Usage(OfClient(from), OfClient(to)) is { } usage ? usage with { Processors = _place.Processors.Server ?? "" } : null
        : ProcessSamples.Usage(served.Samples, from, to, new ProcessUsage
        {
            ProcessId = ServerProcessId,
            CpuSeconds = 0,
            AllocatedBytes = 0,
            Collections = 0,
            PauseMilliseconds = 0,
            Retransmissions = _place.Link is null ? null : 0,
            PeakResidentBytes = served.PeakResidentBytes,
            Processors = ServerIntroduction?.Processors ?? "",
            Runtime = ServerIntroduction?.Runtime ?? "",
        });

    /// <summary>Adds what is to be said of a server that is not ours. To be called while it still runs.</summary>
    public Task<TrialResult> RemarkAsync(TrialResult result) => _server.RemarkAsync(result);

    /// <summary>Passes a question of the client's on to the server, and the answer back.</summary>
    private async Task AnswerAsync(QuietQuestion question, CancellationToken cancellationToken)
    {
        var server = _server.Peer ?? throw new TrialFailedException("the client asked for the compiler of a server that is not ours");
        await server.SendAsync(question).ConfigureAwait(false);
        var answer = await server.ExpectAsync<QuietAnswer>(StartLimit, cancellationToken).ConfigureAwait(false);
        await _client.SendAsync(answer).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }
}
