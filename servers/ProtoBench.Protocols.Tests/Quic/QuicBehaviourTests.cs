using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Quic;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>What only protocols over QUIC have: many streams, resumption, 0-RTT, garbage from strangers, counters.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class QuicBehaviourTests : IDisposable
{
    private readonly TlsIdentity _identity = TlsIdentity.Create();

    public static TheoryData<string> Protocols => ["quic", "http3"];

    public void Dispose() => _identity.Dispose();

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task More_exchanges_than_the_stream_limit_wait_their_turn(string name)
    {
        await using var server = await ListenAsync(name);
        await using var connection = await ConnectAsync(name, server);

        // The limit is 1,024 streams at once.
        var exchanges =
            Enumerable.Range(0, 3_000).Select(i => connection.ExchangeAsync(Payload.Create(i % 500), i, Limits.Token()).Limited());

        await Task.WhenAll(exchanges).Limited();
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Cancelled_exchanges_give_their_streams_back(string name)
    {
        await using var server = await ListenAsync(name);
        await using var connection = await ConnectAsync(name, server);
        var cancelled = 0;
        for (var i = 0; i < 1_500; i++)
        {
            using var giveUp = new CancellationTokenSource();
            var exchange = connection.ExchangeAsync(Payload.Create(100_000), 1_000_000, giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            var error = await Record.ExceptionAsync(() => exchange.Limited());
            Assert.True(error is null or OperationCanceledException, $"{error}");
            cancelled += error is null ? 0 : 1;
        }

        // More than the stream limit of 1,024, had they not been given back. A few may have been faster than their cancellation.
        Assert.InRange(cancelled, 1_025, 1_500);
        await connection.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Garbage_from_strangers_is_ignored(string name)
    {
        await using var server = await ListenAsync(name);
        await using var connection = await ConnectAsync(name, server);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var random = new Random(20);
        for (var i = 0; i < 5_000; i++)
        {
            stranger.SendTo(Garbage(random), server.EndPoint);
        }

        await connection.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
        await using var next = await ConnectAsync(name, server);
        await next.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task A_session_is_resumed_and_the_facts_say_so(string name)
    {
        await using var server = await ListenAsync(name);
        var sessions = new QuicSessionStore();
        await using (var first = await ConnectAsync(name, server, sessions))
        {
            Assert.False(first.Facts.TlsResumed);
            await first.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
            await Limits.Until(() => sessions.Received > 0, "a session ticket has arrived");
        }

        await using var second = await ConnectAsync(name, server, sessions);

        Assert.True(second.Facts.TlsResumed);
        await second.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Early_exchanges_are_accepted_and_counted_as_such(string name)
    {
        await using var server = await ListenAsync(name);
        var sessions = await TicketAsync(name, server);
        await using var early = await ConnectAsync(name, server, sessions, early: true);

        await early.ExchangeAsync(Payload.Create(500), 5_000, Limits.Token()).Limited();

        await Limits.Until(() => CountersOf(early).EarlyAccepted is not null, "the handshake is complete");
        Assert.True(CountersOf(early).EarlyAccepted);
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Early_exchanges_are_answered_after_one_round_trip(string name)
    {
        await using var server = await ListenAsync(name);
        await using var path = new DatagramRelay((IPEndPoint)server.EndPoint, delay: TimeSpan.FromMilliseconds(100));
        var sessions = await TicketAsync(name, server);

        // The best of three, because a busy machine adds to any of them; a server that waits for the end of the handshake needs 400 ms each
        // time.
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var received = sessions.Received;
            var start = Stopwatch.GetTimestamp();
            await using var early = await ProtocolCatalog.Find(name)!.ConnectAsync(
                ConnectSettings(server, new QuicSettings { Sessions = sessions, EarlySending = true }) with { EndPoint = path.EndPoint },
                Limits.Token()).Limited();
            await early.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            await Limits.Until(() => sessions.Received > received, "the next ticket has arrived");
            Assert.True(CountersOf(early).EarlyAccepted);
        }

        Assert.InRange(best.TotalMilliseconds, 200, 350);
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Early_exchanges_a_new_server_rejects_fail_and_the_connection_goes_on(string name)
    {
        await using var server = await ListenAsync(name);
        var sessions = await TicketAsync(name, server);
        await server.DisposeAsync().Limited();
        await using var next = await ListenAsync(name, server.EndPoint);
        await using var connection = await ConnectAsync(name, next, sessions, early: true);

        await Record.ExceptionAsync(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());

        await Limits.Until(() => CountersOf(connection).EarlyAccepted is not null, "the handshake is complete");
        Assert.False(CountersOf(connection).EarlyAccepted);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [QuicTheory]
    [MemberData(nameof(Protocols))]
    public async Task Lost_packets_are_counted_where_qlog_is_written(string name)
    {
        using var folder = new TemporaryFolder();
        var quic = new QuicSettings { QlogDirectory = folder.Path, DropRate = 0.05 };
        await using var server = await ListenAsync(name, quic: new QuicSettings());
        await using (var connection = await ConnectAsync(name, server, quic: quic))
        {
            for (var i = 0; i < 20; i++)
            {
                await connection.ExchangeAsync(Payload.Create(100_000), 10, Limits.Token()).Limited();
            }

            // They are refreshed by the first packet after 100 ms; without one the keep-alive would be that, ten seconds later.
            await Task.Delay(TimeSpan.FromMilliseconds(150));
            await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
            await Limits.Until(() => CountersOf(connection).DatagramsSent > 100, "the counters are refreshed");
            Assert.InRange(CountersOf(connection).PacketsLost!.Value, 1, CountersOf(connection).DatagramsSent!.Value);
            Assert.True(CountersOf(connection).SmoothedRtt > TimeSpan.Zero);
        }

        Assert.Contains(
            "packet_lost",
            await File.ReadAllTextAsync(Directory.GetFiles(folder.Path, "*_client.sqlog").Single()),
            StringComparison.Ordinal);
    }

    [QuicFact]
    public async Task A_silent_connection_ends_after_its_idle_timeout()
    {
        var quic = new QuicSettings { IdleTimeout = TimeSpan.FromMilliseconds(300) };
        await using var server = await ListenAsync("quic", quic: quic);
        var options = QuicOptionsOf.Client(ConnectSettings(server, quic), QuicProtocol.Alpn);
        var peer = await QuicClient.ConnectAsync(options, Limits.Token()).Limited();

        await Limits.Until(() => peer.Failure is not null, "the idle timeout is over");

        Assert.Contains("idle timeout", peer.Failure!.Message, StringComparison.Ordinal);
    }

    [QuicFact]
    public async Task A_kept_alive_connection_outlives_its_idle_timeout()
    {
        var quic = new QuicSettings { IdleTimeout = TimeSpan.FromSeconds(2) };
        await using var server = await ListenAsync("quic", quic: quic);
        var options =
            QuicOptionsOf.Client(ConnectSettings(server, quic), QuicProtocol.Alpn) with { KeepAlive = TimeSpan.FromMilliseconds(100) };
        var peer = await QuicClient.ConnectAsync(options, Limits.Token()).Limited();
        var start = Stopwatch.GetTimestamp();

        await Limits.Until(() => Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(5), "twice the idle timeout is over");

        Assert.Null(peer.Failure);
        await peer.CloseAsync(0).Limited();
    }

    [QuicFact]
    public async Task An_unknown_congestion_control_is_refused_by_name()
    {
        var settings =
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = _identity, CongestionControl = "vegas" };

        var error =
            await Assert.ThrowsAsync<IOException>(() => ProtocolCatalog.Find("quic")!.ListenAsync(settings, Limits.Token()).Limited());

        Assert.Contains("vegas", error.Message, StringComparison.Ordinal);
    }

    [QuicFact]
    public async Task Waiting_for_its_own_thread_is_not_needed_with_thread_pool_completions()
    {
        var quic = new QuicSettings { CompleteOnThreadPool = true };
        await using var server = await ListenAsync("quic");
        await using var connection = await ConnectAsync("quic", server, quic: quic);
        await connection.ExchangeAsync(default, 1, Limits.Token()).AsTask().ConfigureAwait(false);

        // A caller that continued on the connection's own thread would wait here for itself.
        Assert.True(connection.ExchangeAsync(default, 1, Limits.Token()).AsTask().Wait(Limits.Wait));
    }

    private static byte[] Garbage(Random random)
    {
        var bytes = new byte[random.Next(1, 1_500)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0 && bytes.Length > 5)
        {
            // A QUIC version 1 Initial by its first bytes (RFC 9000, section 17.2.2), nonsense behind them.
            new byte[] { 0xC0, 0, 0, 0, 1 }.CopyTo(bytes, 0);
        }

        return bytes;
    }

    private static TransportCounters CountersOf(IProtocolConnection connection) =>
        Assert.IsAssignableFrom<ITransportCounters>(connection).Counters;

    private async Task<QuicSessionStore> TicketAsync(string name, IProtocolServer server)
    {
        var sessions = new QuicSessionStore();
        await using var connection = await ConnectAsync(name, server, sessions);
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        await Limits.Until(() => sessions.Received > 0, "a session ticket has arrived");
        return sessions;
    }

    private Task<IProtocolServer> ListenAsync(string name, EndPoint? endPoint = null, QuicSettings? quic = null) =>
        ProtocolCatalog.Find(name)!.ListenAsync(
            new EndpointSettings
            {
                EndPoint = endPoint ?? new IPEndPoint(IPAddress.Loopback, 0),
                Tls = _identity,
                VerifyContent = true,
                Quic = quic ?? new QuicSettings(),
            },
            Limits.Token()).Limited();

    private Task<IProtocolConnection> ConnectAsync(
        string name, IProtocolServer server, QuicSessionStore? sessions = null, bool early = false, QuicSettings? quic = null) =>
        ProtocolCatalog.Find(name)!.ConnectAsync(
            ConnectSettings(server, (quic ?? new QuicSettings()) with { Sessions = sessions, EarlySending = early }), Limits.Token())
                .Limited();

    private EndpointSettings ConnectSettings(IProtocolServer server, QuicSettings quic) => new()
    {
        EndPoint = server.EndPoint,
        Tls = TlsIdentity.FromPem(_identity.CertificatePem()),
        VerifyContent = true,
        Quic = quic,
    };
}
