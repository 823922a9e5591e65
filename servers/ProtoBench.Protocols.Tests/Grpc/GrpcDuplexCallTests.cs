using System.Net;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Bidirectional streams between our own client and server, and what a connection says of itself.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class GrpcDuplexCallTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_sends_and_receives_at_once_beside_exchanges(bool tls)
    {
        await using var conversation = await StartAsync(tls);
        await using var connection = await OpenAsync(conversation);
        await using var stream = connection.OpenCall(Limits.Token());
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.True(await stream.SendAsync(Payload.Create(i), 20_000 + i));
            }

            await stream.CompleteAsync();
        });
        var received = 0;
        while (await stream.ReceiveAsync().Limited())
        {
            received++;
            await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        }

        await sending.Limited();
        Assert.Equal(200, received);
    }

    [Fact]
    public async Task Several_streams_are_open_on_one_connection()
    {
        await using var conversation = await StartAsync();
        await using var connection = await OpenAsync(conversation);
        var streams = Enumerable.Range(0, 8).Select(_ => connection.OpenCall(Limits.Token())).ToList();
        for (var turn = 0; turn < 5; turn++)
        {
            foreach (var stream in streams)
            {
                Assert.True(await stream.SendAsync(Payload.Create(turn), 1_000 + turn).Limited());
            }

            await Task.WhenAll(streams.Select(stream => stream.ReceiveAsync().Limited()));
        }

        foreach (var stream in streams)
        {
            await stream.CompleteAsync().Limited();
            Assert.False(await stream.ReceiveAsync().Limited());
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_that_is_given_up_leaves_its_connection_usable()
    {
        await using var conversation = await StartAsync();
        await using var connection = await OpenAsync(conversation);
        using var giveUp = new CancellationTokenSource();
        await using var stream = connection.OpenCall(giveUp.Token);
        Assert.True(await stream.SendAsync(Payload.Create(10), 10).Limited());
        Assert.True(await stream.ReceiveAsync().Limited());

        var waiting = stream.ReceiveAsync().AsTask();
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Limited());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.SendAsync(Payload.Create(10), 10).Limited());
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [Fact]
    public async Task A_stream_of_a_server_that_is_disposed_is_broken()
    {
        await using var conversation = await StartAsync();
        await using var connection = await OpenAsync(conversation);
        await using var stream = connection.OpenCall(Limits.Token());
        Assert.True(await stream.SendAsync(Payload.Create(10), 10).Limited());
        Assert.True(await stream.ReceiveAsync().Limited());

        var waiting = stream.ReceiveAsync().AsTask();
        await conversation.Server.DisposeAsync().Limited();

        await Assert.ThrowsAnyAsync<IOException>(() => waiting.Limited());
        Assert.False(await stream.SendAsync(Payload.Create(10), 10).Limited());
    }

    [Fact]
    public async Task Calls_in_flight_on_a_connection_that_is_disposed_are_broken_and_not_cancelled()
    {
        // Several times: the library cancels its calls, and the connection's end is seen by them, whichever comes first.
        for (var i = 0; i < 20; i++)
        {
            await using var conversation = await StartAsync();
            var connection = await OpenAsync(conversation);
            await using var stream = connection.OpenCall(CancellationToken.None);
            Assert.True(await stream.SendAsync(Payload.Create(10), 10).Limited());
            Assert.True(await stream.ReceiveAsync().Limited());

            var waiting = stream.ReceiveAsync().AsTask();
            await connection.DisposeAsync().Limited();

            await Assert.ThrowsAnyAsync<IOException>(() => waiting.Limited());
        }
    }

    [Fact]
    public async Task A_deadline_that_is_over_before_the_server_has_done_its_work_is_a_time_out()
    {
        await using var server = await new GrpcProtocol().ListenAsync(
            new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), ServerWork = TimeSpan.FromSeconds(2) }, Limits.Token());
        await using var connection = await new GrpcProtocol(TimeSpan.FromMilliseconds(100)).ConnectAsync(
            new() { EndPoint = server.EndPoint }, Limits.Token());

        await Assert.ThrowsAsync<TimeoutException>(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());
    }

    [Fact]
    public async Task A_connection_says_which_library_speaks_with_its_version()
    {
        await using var conversation = await StartAsync();
        await using var connection = await OpenAsync(conversation);

        Assert.Matches(@"^Grpc\.Net\.Client \d+\.\d+\.\d+$", connection.Facts.More["grpc library"]);
        Assert.Matches(@"^Grpc\.AspNetCore\.Server \d+\.\d+\.\d+$", connection.Facts.More["grpc library of ProtoBench's server"]);
        Assert.Matches(@"^Google\.Protobuf \d+\.\d+\.\d+$", connection.Facts.More["protobuf"]);
        Assert.StartsWith(connection.Facts.More["grpc library"], connection.Facts.Client, StringComparison.Ordinal);
    }

    private static Task<Conversation> StartAsync(bool tls = false) =>
        Conversation.StartAsync(ProtocolVariant.All.Single(variant => variant is { Name: "grpc", Lean: false } && variant.Tls == tls));

    private static async Task<IBidirectionalConnection> OpenAsync(Conversation conversation) =>
        Assert.IsAssignableFrom<IBidirectionalConnection>(await conversation.ConnectAsync());
}
