using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

/// <summary>The lean client against a server that says what the test wants, and beside the idiomatic client.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LeanWebSocketTests
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_ping_is_answered_in_the_midst_of_a_message_in_frames()
    {
        using var listener = Listen();
        await using var connection = await OpenAsync(listener, AcceptOf);
        using var server = connection.Server;
        var exchange = connection.Client.ExchangeAsync(Payload.Create(3), 4, Limits.Token());

        Assert.Equal([(byte)WebSocketCommandKind.Exchange, 4, 0, 0, 0, 0, 1, 2], Message(server, 0x82));
        server.Send([0x02, 3, 0, 1, 2, 0x89, 2, 8, 9]);
        Assert.Equal([8, 9], Message(server, 0x8a));
        server.Send([0x80, 1, 3]);
        await exchange.AsTask().Limited();
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1011, false)]
    public async Task A_close_is_an_announcement_where_its_status_says_so(int status, bool announced)
    {
        using var listener = Listen();
        await using var connection = await OpenAsync(listener, AcceptOf);
        using var server = connection.Server;
        var exchange = connection.Client.ExchangeAsync(Payload.Create(3), 4, Limits.Token());
        Message(server, 0x82);

        server.Send([0x88, 2, (byte)(status >> 8), (byte)status]);

        var error = await Assert.ThrowsAnyAsync<IOException>(() => exchange.AsTask().Limited());
        Assert.Equal(announced, error is ConnectionEndedException { Announced: true });
        Assert.Equal([(byte)(status >> 8), (byte)status], Message(server, 0x88));
        await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.Client.ExchangeAsync(default, 0, Limits.Token()).AsTask().Limited());
    }

    [Fact]
    public async Task An_answer_that_belongs_to_another_upgrade_is_refused()
    {
        using var listener = Listen();

        var error = await Assert.ThrowsAsync<IOException>(() => OpenAsync(listener, _ => AcceptOf("another")));

        Assert.Contains("Sec-WebSocket-Accept", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ends_in_the_midst_of_an_answer_ends_the_exchange()
    {
        using var listener = Listen();
        await using var connection = await OpenAsync(listener, AcceptOf);
        var exchange = connection.Client.ExchangeAsync(Payload.Create(3), 4, Limits.Token());
        Message(connection.Server, 0x82);
        connection.Server.Send([0x82, 4, 0, 1]);
        connection.Server.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => exchange.AsTask().Limited());
    }

    [Fact]
    public async Task Both_clients_see_the_same_median_of_a_server_that_takes_its_time()
    {
        // In turns, so that whatever else the machine does meets both.
        await using var leans = await StartAsync(lean: true);
        await using var idiomatics = await StartAsync(lean: false);
        await using var one = await leans.ConnectAsync();
        await using var other = await idiomatics.ConnectAsync();
        var (lean, idiomatic) = (new List<double>(), new List<double>());
        for (var i = 0; i < 11; i++)
        {
            lean.Add(await TimeAsync(one));
            idiomatic.Add(await TimeAsync(other));
        }

        Assert.InRange(Median(lean), Work.TotalMilliseconds, double.MaxValue);
        Assert.InRange(Median(lean) / Median(idiomatic), 1 / 1.5, 1.5);
    }

    private static Task<Conversation> StartAsync(bool lean) => Conversation.StartAsync(
        ProtocolVariant.All.First(one => one.Name == "websocket" && !one.Tls && one.Lean == lean),
        settings => settings with { ServerWork = Work });

    private static async Task<double> TimeAsync(IProtocolConnection connection)
    {
        var start = Stopwatch.GetTimestamp();
        await connection.ExchangeAsync(Payload.Create(100), 100, Limits.Token()).Limited();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static async Task<Pair> OpenAsync(TcpListener listener, Func<string, string> accept)
    {
        var accepting = Task.Run(() =>
        {
            var socket = listener.AcceptSocket();
            socket.ReceiveTimeout = (int)Limits.Wait.TotalMilliseconds;
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && socket.Receive(one) == 1)
            {
                head.Append((char)one[0]);
            }

            var key = head.ToString().Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
            socket.Send(Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Accept: {accept(key)}\r\n\r\n"));
            return socket;
        });
        var client = await new WebSocketProtocol().ConnectAsync(
            new() { EndPoint = listener.LocalEndpoint, Lean = true, VerifyContent = true }, Limits.Token()).Limited();
        return new Pair(client, await accepting.Limited());
    }

    // RFC 6455, 4.2.2.
#pragma warning disable CA5350
    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    /// <summary>The payload of the client's next frame, which must begin so and is a short one.</summary>
    private static byte[] Message(Socket server, byte begins)
    {
        var head = Exactly(server, 6);
        Assert.Equal(begins, head[0]);
        Assert.Equal(0x80, head[1] & 0x80);
        var payload = Exactly(server, head[1] & 0x7f);
        return [.. payload.Select((value, i) => (byte)(value ^ head[2 + (i % 4)]))];
    }

    private static byte[] Exactly(Socket socket, int length)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var more = socket.Receive(bytes, received, length - received, SocketFlags.None);
            Assert.True(more > 0, "the client has left");
            received += more;
        }

        return bytes;
    }

    private sealed record Pair(IProtocolConnection Client, Socket Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Server.Dispose();
            await Client.DisposeAsync();
        }
    }
}
