using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
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
    private readonly IReadOnlyList<ChildProcess> _clients;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly PairClocks _clocks;
    private readonly PairPaths _paths;
    private TrialPath _path;
    private string? _serverSoftware;
    private ChildMessage? _done;
    private Task? _clientsEnded;

    private PeerPair(PeerPlace place, IServingSide server, IReadOnlyList<ChildProcess> clients, TrialStages stages)
    {
        (_place, _server, _clients, _client, Stages) = (place, server, clients, clients[0], stages);
        _paths = new PairPaths(place, server.Peer, clients);
        _clocks = new PairClocks(server.Peer, clients);
    }

    /// <summary>When it got where.</summary>
    public TrialStages Stages { get; }

    /// <summary>0 where the server is not a process of ours.</summary>
    public int ServerProcessId => _server.Peer?.ProcessId ?? 0;

    public int ClientProcessId => _client.ProcessId;

    /// <summary>What the server said about itself; null before it did, and where it is not ours.</summary>
    public Hello? ServerIntroduction => _server.Peer?.Introduction;

    /// <summary>What the client said about itself; null before it did.</summary>
    public Hello? ClientIntroduction => _client.Introduction;

    /// <summary>How the clocks of both are read; null where all read one clock.</summary>
    public TrialClocks? ClocksResult => Clocks.Result;

    /// <summary>Does a side run on this machine, so that what the machine does meanwhile meets the trial?</summary>
    public bool MeetsThisMachine => _client.OnThisMachine || _server.Peer is null or { OnThisMachine: true };

    /// <summary>What the sides run on, where that is another machine than this.</summary>
    public TrialHosts? Hosts => _place.Launcher.IsLocal
        ? null
        : new TrialHosts(
            OfHost(_client, _place.ClientOf(0)),
            _server.Peer is { } peer ? OfHost(peer, _place.Launcher.Server) : null,
            _clients.Count == 1
                ? null
                : [.. _clients.Select((client, number) => OfHost(client, _place.ClientOf(number))).Skip(1).OfType<SideHost>()]);

    /// <summary>What the network between them was like; null where there is none.</summary>
    public IReadOnlyList<PathEvidence>? Paths => _paths.Result;

    /// <summary>The host of each client, in the order of their numbers; null: this machine.</summary>
    public IReadOnlyList<string?> ClientHosts => [.. _clients.Select((_, number) => _place.ClientOf(number).Host)];

    /// <summary>The windows of all clients on the clock of this process.</summary>
    /// <param name="measured">What each measured, in the order of their numbers.</param>
    public IReadOnlyList<(long Start, long End)> Windows(IReadOnlyList<Measured> measured)
    {
        return [.. measured.Select((one, i) => Window(one.Measurement, _clocks[i]))];

        static (long Start, long End) Window(Measurement one, PeerClocks clocks)
        {
            var start = clocks.OfClient(one.WindowStartNanoseconds);
            return (start, start + (long)(one.WindowSeconds * 1e9));
        }
    }

    /// <summary>What the sides saw of the machines they run on; empty where that is this one, or their builds do not tell.</summary>
    /// <param name="measured">What each client measured, in the order of their numbers.</param>
    /// <param name="served">What the server said when it was stopped.</param>
    public IReadOnlyList<SideMachine> Machines(IReadOnlyList<Measured> measured, Served? served)
    {
        return
        [
            .. measured.Select((one, i) => Of(_clients[i], _place.ClientOf(i), one.Machine, _clocks[i].OfClient))
                .Append(Of(_server.Peer, _place.Launcher.Server, served?.Machine, Clocks.OfServer))
                .OfType<SideMachine>(),
        ];

        static SideMachine? Of(ChildProcess? side, Place place, MachineSeen? seen, Func<long, long> read) =>
            place.Host is { } host && side?.Introduction is { } hello && seen is { Samples.Count: > 0 }
                ? new SideMachine(
                    host,
                    hello.Clock?.Boot,
                    ProcessorSplit.ParseList(hello.Processors),
                    [.. seen.Samples.Select(sample => sample with { Nanoseconds = read(sample.Nanoseconds) })],
                    seen.Awake)
                : null;
    }

    private PeerClocks Clocks => _clocks[0];

    /// <summary>Starts both at once: neither is measured before both are ready, and a trial is half a second shorter.</summary>
    /// <param name="place">Where they run.</param>
    /// <param name="foreign">Starts a server that is not ours; null, or where it returns null: a peer serves.</param>
    /// <param name="clients">Client processes. Default one.</param>
    /// <param name="stages">Of the trial that it is for; null: it begins now.</param>
    /// <exception cref="TrialFailedException">One could not be started; nothing is left running.</exception>
    public static async Task<PeerPair> StartAsync(
        PeerPlace place, Func<IServingSide?>? foreign = null, int clients = 1, TrialStages? stages = null)
    {
        stages ??= new TrialStages();
        var server = foreign?.Invoke() ?? new ServingPeer(place.StartServer);
        var started = new List<ChildProcess>();
        try
        {
            for (var number = 0; number < clients; number++)
            {
                started.Add(place.StartClient(number));
            }

            return new PeerPair(place, server, started, stages);
        }
        catch
        {
            foreach (var client in started)
            {
                await client.DisposeAsync().ConfigureAwait(false);
            }

            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets the server listen and the client connect.</summary>
    /// <returns>What the first connection negotiated.</returns>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public async Task<ConnectionFacts> ConnectAsync(PeerOrder order, CancellationToken cancellationToken)
    {
        await _paths.LookBeforeAsync(cancellationToken).ConfigureAwait(false);
        var ready = await StartServingAsync(order, cancellationToken).ConfigureAwait(false);
        Stages.Started();
        var limit = StartLimit with
        {
            Quiet = StartLimit.Quiet + (ConnectionLimit * order.Cell.Connections),
            Asked = TimeSpan.FromSeconds(ConnectRoundTrips * (_place.Link?.RoundTripSeconds ?? 0)),
        };
        var connected = await AskAllAsync<Connected>(
            number => order.ForClient(ready, _server, _clocks[number].ServerOnClient, number), limit, cancellationToken)
            .ConfigureAwait(false);
        Stages.Connected();
        foreach (var client in _clients)
        {
            _place.Build.Check(ServerIntroduction, client.Introduction);
        }

        Measure(true);
        return connected[0].Facts;
    }

    // The clocks are read while the server starts: it takes longer than that, and the shortest round trip counts.
    private async Task<Ready> StartServingAsync(PeerOrder order, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ofClients = _clocks.OfClientsAsync(over.Token);
        try
        {
            var serve = order.ForServer(_place.Link is not null) with { Ports = _place.Ports };
            var ready = await _server.ReadyAsync(serve, _clocks.ReadServerAsync, cancellationToken).ConfigureAwait(false);
            _path = TrialPaths.Of(_place.Link is not null, EndPointText.Parse(ready.EndPoint));
            _serverSoftware = ready.Software;
            return await _server.WhileServingAsync(
                async token =>
                {
                    using var ended = token.Register(over.Cancel);
                    await _clocks.ReadAsync(ofClients).ConfigureAwait(false);
                    return ready;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)ofClients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What a client says of its connection, with what the server said of itself.</summary>
    public ConnectionFacts WithServer(ConnectionFacts facts) => _serverSoftware is null
        ? facts
        : facts with { More = new Dictionary<string, string>(facts.More) { [ServerFacts.Software] = _serverSoftware } };

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
                return await _client.ExpectAsync<TMessage>(limit, token, Answering(_client)).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>
    /// Tells every client what to do and waits until all have. One that fails or ends meanwhile, whether its answer had come or not, is the
    /// failure of all.
    /// </summary>
    /// <param name="order">What each is to do, by its number from 0; null: what it does already.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">One of them or the server failed, ended, or took too long.</exception>
    public Task<IReadOnlyList<TMessage>> AskAllAsync<TMessage>(
        Func<int, ChildMessage?> order, WaitLimit limit, CancellationToken cancellationToken)
        where TMessage : ChildMessage => _server.WhileServingAsync(
            token => TogetherClients.AllAsync<TMessage>(
                _clients,
                async (client, number, over) =>
                {
                    if (order(number) is { } message)
                    {
                        await client.SendAsync(message).ConfigureAwait(false);
                    }

                    return await client.ExpectAsync<TMessage>(limit, over, Answering(client)).ConfigureAwait(false);
                },
                token),
            cancellationToken);

    /// <summary>The window that all clients open at one instant, so long from now, and what they measured in it.</summary>
    /// <exception cref="TrialFailedException">One of them or the server failed, ended, or took too long.</exception>
    public Task<IReadOnlyList<Measured>> MeasureTogetherAsync(TimeSpan notice, WaitLimit limit, CancellationToken cancellationToken)
    {
        var at = LoadClock.Now + (long)notice.TotalNanoseconds;
        return AskAllAsync<Measured>(number => new WindowOrder(_clocks[number].ToClient(at)), limit, cancellationToken);
    }

    /// <summary>Waits for what the client says next.</summary>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public Task<TMessage> ExpectAsync<TMessage>(WaitLimit limit, CancellationToken cancellationToken)
        where TMessage : ChildMessage =>
        _server.WhileServingAsync(token => _client.ExpectAsync<TMessage>(limit, token, Answering(_client)), cancellationToken);

    /// <summary>Reads the clocks of both again, when everything has been measured, and looks at the path between them.</summary>
    /// <exception cref="TrialFailedException">One of them failed, ended, or took too long.</exception>
    public async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        Measure(false);
        var ofClients = _clocks.OfClientsAsync(cancellationToken);
        var opened = OpenAsync();
        await Task.WhenAll(opened, ofClients).ConfigureAwait(false);
        await _clocks.ReadAgainAsync(ofClients).ConfigureAwait(false);
        await _paths.LookBehindAsync(await opened.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

        // Both sides at once: each is asked over a channel of its own.
        async Task<Echoing?> OpenAsync()
        {
            var echoing = await _paths.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _clocks.ReadServerAsync(cancellationToken).ConfigureAwait(false);
            return echoing;
        }
    }

    /// <summary>The instant of the client's clock on that of this process.</summary>
    public long OfClient(long instant) => Clocks.OfClient(instant);

    /// <summary>
    /// Ends the serving and returns what a peer used, on the client's clock; null where the server is not ours, which nobody can ask. The
    /// clients must have said all that they have to say: they are ended meanwhile.
    /// </summary>
    /// <exception cref="TrialFailedException">The server failed, ended, or took too long.</exception>
    public async Task<Served?> StopServerAsync(CancellationToken cancellationToken)
    {
        if (_server.Peer is not { } server)
        {
            return null;
        }

        _ = EndClientsAsync();
        await server.SendAsync(new Stop()).ConfigureAwait(false);
        return Clocks.OnClient(await server.ExpectAsync<Served>(StartLimit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the server used between two instants; null where that is not known.</summary>
    /// <param name="served">What it said when it was stopped.</param>
    /// <param name="from">In nanoseconds of the client's clock.</param>
    /// <param name="to">Like <paramref name="from"/>.</param>
    public ProcessUsage? UsageOfServer(Served? served, long from, long to) => _server.WasReplaced ? null : served is null
        ? _server.Usage(OfClient(from), OfClient(to)) is { } usage ? usage with { Processors = _place.Processors.Server ?? "" } : null
        : ProcessSamples.Usage(served.Samples, from, to, new ProcessUsage
        {
            ProcessId = ServerProcessId,
            CpuSeconds = 0,
            AllocatedBytes = 0,
            Collections = 0,
            PauseMilliseconds = 0,
            Retransmissions = _path == TrialPath.Loopback ? null : 0,
            PeakResidentBytes = served.PeakResidentBytes,
            StoodStillSeconds = ProcessSamples.StoodStill(served.Samples, from, to),
            Processors = ServerIntroduction?.Processors ?? "",
            Runtime = ServerIntroduction?.Runtime ?? "",
        });

    /// <summary>Adds what is to be said of a server that is not ours. To be called while it still runs.</summary>
    public Task<TrialResult> RemarkAsync(TrialResult result) => _server.RemarkAsync(result);

    // Between the last connection and the end of the window a side that stands still spoils the trial; elsewhere it only takes longer.
    private void Measure(bool measuring)
    {
        foreach (var side in _clients.Append(_server.Peer).OfType<ChildProcess>())
        {
            side.Measure(measuring);
        }
    }

    private static SideHost? OfHost(ChildProcess child, Place place) =>
        child.Introduction is { Fingerprint: { } fingerprint } hello
            ? new SideHost(fingerprint, hello.Processors, hello.Runtime, hello.Build, place.Host)
            : null;

    /// <summary>Passes questions of a client's on to the server, one at a time, and the answers back.</summary>
    private Func<ChildQuestion, CancellationToken, Task> Answering(ChildProcess client) => async (question, cancellationToken) =>
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await client.SendAsync(await AnswerAsync(question, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    };

    // What is done to the server is done once, for the first of the clients that asks; the others are told the same.
    private async Task<ChildMessage> AnswerAsync(ChildQuestion question, CancellationToken cancellationToken) =>
        question is RestartOrder or DrainOrder
            ? _done ??= await DoAsync(question, cancellationToken).ConfigureAwait(false)
            : await DoAsync(question, cancellationToken).ConfigureAwait(false);

    private async Task<ChildMessage> DoAsync(ChildQuestion question, CancellationToken cancellationToken)
    {
        if (question is RestartOrder restart)
        {
            return new Restarted(await _server.RestartAsync(restart.Down, cancellationToken).ConfigureAwait(false));
        }

        var server = _server.Peer
            ?? throw new TrialFailedException($"the client asked '{question.GetType().Name}' of a server that is not ours");
        await server.SendAsync(question).ConfigureAwait(false);
        return question switch
        {
            DrainOrder order => await server.ExpectAsync<Drained>(StartLimit with { Asked = order.Limit }, cancellationToken)
                .ConfigureAwait(false),
            LookQuestion => await server.ExpectAsync<Looked>(StartLimit, cancellationToken).ConfigureAwait(false),
            _ => await server.ExpectAsync<QuietAnswer>(StartLimit, cancellationToken).ConfigureAwait(false),
        };
    }

    private Task EndClientsAsync() => _clientsEnded ??= Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));

    public async ValueTask DisposeAsync()
    {
        // All at once: each may take seconds to give up. What cannot hear is not waited for.
        if (_clientsEnded is null)
        {
            List<ChildProcess> sides = [.. _clients, .. _server.Peer is { } server ? new[] { server } : []];
            sides.ForEach(side => side.GiveUpWith(sides));
        }

        await Task.WhenAll(EndClientsAsync(), _server.DisposeAsync().AsTask()).ConfigureAwait(false);
        _asking.Dispose();
    }
}
