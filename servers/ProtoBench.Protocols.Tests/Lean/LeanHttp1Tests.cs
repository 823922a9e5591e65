using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Http;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>The lean client of HTTP/1.1 before servers that answer wrongly, or announce that they close.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LeanHttp1Tests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "status 200 with 3 bytes to GET /x?r=10; 200 with 10 bytes is wanted")]
    [InlineData(
        "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nlater",
        "status 503 to GET /x?r=10; 200 with 10 bytes is wanted; the server says: later")]
    [InlineData(
        "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n",
        "status 302 (Location: /there) to GET /x?r=10; 200 with 10 bytes is wanted")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij", "the response is HTTP/1.0, expected HTTP/1.1")]
    public async Task A_wrong_response_is_named_in_the_words_of_the_idiomatic_client(string answer, string message)
    {
        var lean = await Assert.ThrowsAsync<BadResponseException>(() => ExchangeAsync(answer, 10, lean: true));
        var idiomatic = await Assert.ThrowsAsync<BadResponseException>(() => ExchangeAsync(answer, 10, lean: false));

        Assert.Equal(message, lean.Message);
        Assert.Equal(message, idiomatic.Message);
    }

    [Fact]
    public async Task A_response_that_is_cut_off_is_a_broken_connection()
    {
        var error = await Assert.ThrowsAsync<IOException>(
            () => ExchangeAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 10, lean: true));

        Assert.Contains("in the middle of a response", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nConnection: close\r\n", "Connection: close")]
    [InlineData("Transfer-Encoding: identity\r\n", "a response without a length")]
    [InlineData("Content-Length: 3\r\nKeep-Alive: timeout=1\r\n", "Keep-Alive: timeout=1")]
    public async Task A_close_that_a_response_announces_is_noted_and_the_next_exchange_is_told(string headers, string how)
    {
        await using var server = new ScriptedServer($"HTTP/1.1 200 OK\r\n{headers}\r\nabc");
        await using var connection = await ConnectAsync(server.EndPoint);
        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited();

        Assert.Equal(how, connection.Notices.Closing);
        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited());
        Assert.True(ended.Announced);
        Assert.Contains(how, ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_that_nothing_announced_is_none()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nKeep-Alive: timeout=5, max=100\r\n\r\nabc");
        await using var connection = await ConnectAsync(server.EndPoint);
        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited();

        Assert.Null(connection.Notices.Closing);
        Assert.Equal(TimeSpan.FromSeconds(5), connection.Notices.IdleLimit);
        var error = await Assert.ThrowsAnyAsync<IOException>(() => connection.ExchangeAsync(new byte[3], 3, Limits.Token()).Limited());
        Assert.False(error is ConnectionEndedException { Announced: true }, error.Message);
    }

    [Fact]
    public async Task What_follows_a_complete_response_is_a_bad_response_and_no_announcement()
    {
        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => ExchangeAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n", 3, lean: true));

        Assert.Contains("sent more after its complete response", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http1", false)]
    [InlineData("http1", true)]
    [InlineData("http2", false)]
    [InlineData("http2", true)]
    public async Task Requests_of_the_users_own_are_counted_and_their_statuses_judged(string name, bool tls)
    {
        var variant = ProtocolVariant.All.Single(one => one.Name == name && one.Tls == tls && one is { Lean: true, LeanServer: false });
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var requests = (IRequestConnection)connection;

        var got = await requests.RequestAsync(new UserRequest { Name = "get", Target = "/x?r=1000" }, Limits.Token()).Limited();
        Assert.Equal((200, 1000L), (got.Status, got.Bytes));
        Assert.InRange(got.SentAt, 1, got.FirstByteAt);

        var put = new UserRequest
        {
            Name = "put",
            Method = "PUT",
            Target = "/u",
            Messages = [Payload.Create(100_000)],
            Headers = [new("X-A", "b")],
        };
        for (var i = 0; i < 3; i++)
        {
            // The count of what was sent, in decimal.
            var reply = await requests.RequestAsync(put, Limits.Token()).Limited();
            Assert.Equal((200, 6L), (reply.Status, reply.Bytes));
        }

        var error = await Assert.ThrowsAsync<UnexpectedStatusException>(
            () => requests.RequestAsync(new UserRequest { Name = "no", Target = "/elsewhere" }, Limits.Token()).Limited());
        Assert.Equal(404, error.Status);
        Assert.Contains(
            "status 404 to GET /elsewhere; 200 to 299 is wanted; the server says: the paths are", error.Message, StringComparison.Ordinal);
        Assert.InRange(((IPhasedConnection)connection).Phases.Connect, 1, long.MaxValue);
        Assert.Equal(tls, ((IPhasedConnection)connection).Phases.Tls > 0);
        Assert.StartsWith(ConnectionFacts.LeanClient, connection.Facts.Client, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(() => connection.DownloadAsync(
            new Transfer { MessageBytes = 1, Meter = new TransferMeter() }, CancellationToken.None, Limits.Token()).Limited());
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task Many_connections_are_opened_beside_each_other_and_closed_under_way(string name)
    {
        var variant = ProtocolVariant.All.Single(one => one.Name == name && one is { Tls: false, Lean: true, LeanServer: false });
        await using var conversation = await Conversation.StartAsync(variant);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var connection = await conversation.ConnectAsync();
                await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
                var cut = connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).AsTask();
                await connection.DisposeAsync();
                var error = await Record.ExceptionAsync(() => cut.Limited());
                Assert.True(error is null || Failures.IsBroken(error), $"{error}");
            }
        }))).Limited();
    }

    private static async Task ExchangeAsync(string answer, int responseBytes, bool lean)
    {
        await using var server = new ScriptedServer(answer);
        await using var connection = await HttpProtocol.Http1.ConnectAsync(
            new() { EndPoint = server.EndPoint, Lean = lean }, Limits.Token());
        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, responseBytes, Limits.Token()).Limited();
    }

    private static async Task<INoticedConnection> ConnectAsync(EndPoint endPoint) =>
        (INoticedConnection)await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = endPoint, Lean = true }, Limits.Token());
}
