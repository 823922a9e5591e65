using System.Net.Sockets;
using ProtoBench.Protocols.Quic;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Msquic;

/// <summary>What the conformance suite does not ask of every protocol: streams beyond the limit, strangers, and what connecting costs.</summary>
public sealed class MsquicBehaviourTests
{
    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task More_exchanges_than_the_stream_limit_wait_their_turn(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        // The limit is 1,024 streams at once for quic, and Kestrel's 100 for http3.
        var exchanges = Enumerable.Range(0, 3_000).Select(i => connection.ExchangeAsync(Payload.Create(i % 500), i, Limits.Token()).Limited());

        await Task.WhenAll(exchanges).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task Cancelled_exchanges_give_their_streams_back(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var cancelled = 0;
        for (var i = 0; i < 1_500; i++)
        {
            using var giveUp = new CancellationTokenSource();
            var exchange = connection.ExchangeAsync(Payload.Create(10_000), 100_000, giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            var error = await Record.ExceptionAsync(() => exchange.Limited());
            Assert.True(error is null or OperationCanceledException, $"{error}");
            cancelled += error is null ? 0 : 1;
        }

        // More than the stream limit of 1,024, had they not been given back. A few may have been faster than their cancellation.
        Assert.InRange(cancelled, 1_025, 1_500);
        await connection.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task Garbage_from_strangers_is_ignored(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var random = new Random(20);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(1, 1_500)];
            random.NextBytes(bytes);
            stranger.SendTo(bytes, conversation.Server.EndPoint);
        }

        await connection.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
        await using var next = await conversation.ConnectAsync();
        await next.ExchangeAsync(Payload.Create(1_000), 1_000, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task Connecting_asks_the_server_nothing(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, relayed: true);

        // A client that could only connect by exchanging would wait for an answer, and this server's never come once it is connected.
        await using var connection = await conversation.ConnectAsync();
        conversation.Relay!.HoldResponses();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.ExchangeAsync(default, 1, giveUp.Token).AsTask().Limited());
    }

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task The_facts_name_the_backend_and_its_version(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        Assert.Equal("msquic", connection.Facts.More["quic backend"]);
        Assert.Matches(@"^\.NET 10\.\S+ .*, msquic 2\.\d+\.\d+$", connection.Facts.Client);
    }

    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task What_system_net_quic_cannot_set_is_refused_on_both_sides(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        EndpointSettings Change(Func<QuicSettings, QuicSettings> change) =>
            conversation.ConnectSettings with { Quic = change(conversation.ConnectSettings.Quic) };
        foreach (var (settings, word) in new[]
        {
            (conversation.ConnectSettings with { CongestionControl = "cubic" }, "congestion control"),
            (Change(quic => quic with { Sessions = new ProtoBench.Quic.QuicSessionStore() }), "resume"),
            (Change(quic => quic with { EarlySending = true }), "0-RTT"),
            (Change(quic => quic with { QlogDirectory = "." }), "qlog"),
            (Change(quic => quic with { DropRate = 0.1 }), "lose"),
            (conversation.ConnectSettings with { Io = IoMode.Blocking }, "blocking"),
            (conversation.ConnectSettings with { EndPoint = new UnixDomainSocketEndPoint("/nowhere") }, "IP address"),
        })
        {
            var refusals = new[]
            {
                await Record.ExceptionAsync(() => variant.Protocol.ConnectAsync(settings, Limits.Token()).Limited()),
                await Record.ExceptionAsync(() => variant.Protocol.ListenAsync(settings, Limits.Token()).Limited()),
            };
            Assert.All(refusals, error => Assert.Contains(word, Assert.IsType<NotSupportedException>(error).Message, StringComparison.Ordinal));
        }
    }
}
