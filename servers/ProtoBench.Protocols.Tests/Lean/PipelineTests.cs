using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Http;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>
/// The lean client of HTTP/1.1 when it pipelines (RFC 9112, 9.3.2): before Kestrel, nginx and servers that answer wrongly.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class PipelineTests
{
    private const int Depth = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kestrel_answers_what_is_under_way_at_once_in_order(bool tls)
    {
        var variant = ProtocolVariant.All.Single(one => one.Name == "http1" && one.Tls == tls && one is { Lean: true, LeanServer: false });
        await using var conversation = await Conversation.StartAsync(variant, settings => settings with { Pipeline = Depth });
        await using var connection = await conversation.ConnectAsync();

        for (var round = 0; round < 50; round++)
        {
            // Every answer has another length, so that one in another's place is a wrong one.
            await Task.WhenAll(Enumerable.Range(0, Depth).Select(i => connection.ExchangeAsync(
                Payload.Create(i * 300), (i * 1_000) + round, Limits.Token()).AsTask())).Limited();
        }

        var large = Payload.Create(1_000_000);
        await Task.WhenAll(Enumerable.Range(0, Depth).Select(
            i => connection.ExchangeAsync(large, 1_000_000 + i, Limits.Token()).AsTask())).Limited();
    }

    [Fact]
    public async Task Requests_leave_before_the_first_is_answered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = await ConnectAsync(listener.LocalEndpoint);
        using var server = await listener.AcceptSocketAsync();
        var exchanges = Enumerable.Range(0, Depth).Select(
            i => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, i, Limits.Token()).AsTask()).ToArray();

        // The server answers when it has read all of them, and the answers come in pieces that end anywhere.
        var read = await ReadRequestsAsync(server, Depth).Limited();
        Assert.Equal(Enumerable.Range(0, Depth).Select(i => $"GET /x?r={i} HTTP/1.1"), read);
        Assert.All(exchanges, exchange => Assert.False(exchange.IsCompleted));
        var answers = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Depth).Select(
            i => $"HTTP/1.1 200 OK\r\nContent-Length: {i}\r\n\r\n{new string('x', i)}")));
        for (var sent = 0; sent < answers.Length; sent += 37)
        {
            await server.SendAsync(answers.AsMemory(sent, Math.Min(37, answers.Length - sent)));
            await Task.Yield();
        }

        await Task.WhenAll(exchanges).Limited();
    }

    [Fact]
    public async Task More_than_the_depth_is_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connection = await ConnectAsync(listener.LocalEndpoint);
        var exchanges = Enumerable.Range(0, Depth).Select(
            _ => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token()).AsTask()).ToArray();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token()).AsTask());
        await connection.DisposeAsync();
        await EachFailsAsync<IOException>(exchanges);
    }

    [Fact]
    public async Task What_stands_behind_an_announced_close_is_told_that_it_may_be_done_again()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na");
        await using var connection = await ConnectAsync(server.EndPoint);
        var exchanges = Enumerable.Range(0, 3).Select(_ => AskAsync()).ToArray();

        await exchanges[0].Limited();
        Assert.Equal("Connection: close", ((INoticedConnection)connection).Notices.Closing);
        foreach (var behind in exchanges[1..])
        {
            Assert.True((await Assert.ThrowsAsync<ConnectionEndedException>(() => behind.Limited())).Announced);
        }

        await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token()).AsTask());

        // The server may have closed before the last of them begins, which then is told at once.
        async Task AskAsync() => await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token());
    }

    [Fact]
    public async Task A_server_that_goes_in_the_middle_breaks_all_of_them()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        await using var connection = await ConnectAsync(server.EndPoint);

        await EachFailsAsync<IOException>([.. Enumerable.Range(0, 3).Select(_ => AskAsync())]);

        // The server may have gone before the last of them begins, which then fails at once.
        async Task AskAsync() => await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token());
    }

    [Fact]
    public async Task A_wrong_answer_is_its_exchange_s_and_the_next_one_comes_all_the_same()
    {
        // An answer that came before its request would belong to none.
        await using var server = new ScriptedServer(
            "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nlaterHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", requests: 2);
        await using var connection = await ConnectAsync(server.EndPoint);
        var first = connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 2, Limits.Token()).AsTask();
        var second = connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 2, Limits.Token()).AsTask();

        Assert.Contains(
            "status 503", (await Assert.ThrowsAsync<BadResponseException>(() => first.Limited())).Message, StringComparison.Ordinal);
        await second.Limited();
    }

    [Fact]
    public async Task Giving_one_up_ends_the_connection_and_all_others()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = await ConnectAsync(listener.LocalEndpoint);
        using var giving = new CancellationTokenSource();
        var given = connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, giving.Token).AsTask();
        var other = connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token()).AsTask();

        await giving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Limited());
        await Assert.ThrowsAnyAsync<IOException>(() => other.Limited());
        await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 1, Limits.Token()).AsTask());
    }

    [Fact]
    public async Task Nginx_answers_in_order_and_announces_its_close()
    {
        if (ForeignProgram.Find("nginx") is null)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var (d, configuration) = (folder.Path, folder.File("c"));
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; master_process off; pid {{d}}/pid; error_log {{d}}/err;
            events {}
            http { access_log off; keepalive_requests 20; client_body_temp_path {{d}}/b; proxy_temp_path {{d}}/p; fastcgi_temp_path {{d}}/f;
            uwsgi_temp_path {{d}}/u; scgi_temp_path {{d}}/s;
            server { listen 127.0.0.1:{{port}}; location /a { return 200 "aa"; } location /b { return 200 "bbbb"; } } }
            """);
        await using var program = ForeignProgram.Start("nginx", d, "-p", d, "-c", configuration);
        await using var connection = await PatientAsync(port);
        var requests = (IRequestConnection)connection;
        var (short_, long_) = (Ask("/a"), Ask("/b"));
        for (var round = 0; round < 2; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, Depth).Select(
                i => requests.RequestAsync(i % 2 == 0 ? short_ : long_, Limits.Token()).AsTask())).Limited();
            Assert.Equal(Enumerable.Range(0, Depth).Select(i => i % 2 == 0 ? 2L : 4L), replies.Select(reply => reply.Bytes));
        }

        // Sixteen of twenty are answered; of the next eight nginx answers four and closes, as it has announced.
        var last = Enumerable.Range(0, Depth).Select(_ => AskShortAsync()).ToList();
        for (var i = 0; i < Depth; i++)
        {
            var error = await Record.ExceptionAsync(() => last[i].Limited());
            Assert.Equal(i < 4, error is null);
            Assert.True(error is null or ConnectionEndedException { Announced: true }, $"{error}");
        }

        // It may have closed before the last of them begins, which then is told at once.
        async Task AskShortAsync() => await requests.RequestAsync(short_, Limits.Token());
    }

    private static UserRequest Ask(string target) => new() { Name = target, Target = target };

    private static async Task<IProtocolConnection> PatientAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (IOException) when (attempt < 200)
            {
                await Task.Delay(25);
            }
        }
    }

    private static async Task<IProtocolConnection> ConnectAsync(EndPoint server) => await HttpProtocol.Http1.ConnectAsync(
        new() { EndPoint = server, Lean = true, Pipeline = Depth }, Limits.Token());

    private static async Task EachFailsAsync<T>(IReadOnlyList<Task> exchanges)
        where T : Exception
    {
        foreach (var exchange in exchanges)
        {
            await Assert.ThrowsAnyAsync<T>(() => exchange.Limited());
        }
    }

    private static async Task<List<string>> ReadRequestsAsync(Socket server, int count)
    {
        var reader = new StreamReader(new NetworkStream(server));
        var requests = new List<string>();
        while (requests.Count < count)
        {
            requests.Add((await reader.ReadLineAsync())!);
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }
        }

        return requests;
    }
}
