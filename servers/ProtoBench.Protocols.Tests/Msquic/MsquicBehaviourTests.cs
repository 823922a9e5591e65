using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;
using ProtoBench.Contract.Quic;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Msquic;

/// <summary>
/// What the conformance suite does not ask of every protocol: streams beyond the limit, strangers, and what connecting costs.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class MsquicBehaviourTests
{
    [ConformanceTheory(Requires = Requirement.Msquic)]
    public async Task More_exchanges_than_the_stream_limit_wait_their_turn(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        // The limit is 1,024 streams at once for quic, and Kestrel's 100 for http3.
        var exchanges =
            Enumerable.Range(0, 3_000).Select(i => connection.ExchangeAsync(Payload.Create(i % 500), i, Limits.Token()).Limited());

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

    [ConformanceTheory(Requires = Requirement.Msquic | Requirement.Http3)]
    public async Task Connecting_sends_no_request(ProtocolVariant variant)
    {
        // HttpClient connects for a request only; the one it was given to connect must not reach the server, nor cost a round trip.
        var targets = new ConcurrentQueue<string>();
        await using var server =
            await KestrelHost.StartAsync(variant.ListenSettings(), HttpDialect.Http3, new TransferMeter(), Note, Limits.Token(), UseQuic);
        await using var connection =
            await variant.Protocol.ConnectAsync(variant.ConnectSettings(server.EndPoint), Limits.Token()).Limited();

        await connection.ExchangeAsync(default, 0, Limits.Token()).Limited();

        Assert.Equal(["/x?r=0"], targets);

        Task Note(IFeatureCollection features)
        {
            targets.Enqueue(features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            return Task.CompletedTask;
        }

        [SuppressMessage("Interoperability", "CA1416", Justification = "The variant exists only where msquic is supported.")]
        static void UseQuic(IWebHostBuilder host) => host.UseQuic();
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
            (Change(quic => quic with { Sessions = new QuicSessionStore() }), "resume"),
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
            Assert.All(
                refusals, error => Assert.Contains(word, Assert.IsType<NotSupportedException>(error).Message, StringComparison.Ordinal));
        }
    }
}
