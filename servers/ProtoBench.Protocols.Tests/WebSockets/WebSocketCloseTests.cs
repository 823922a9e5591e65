using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class WebSocketCloseTests
{
    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure, true)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable, true)]
    [InlineData(WebSocketCloseStatus.InternalServerError, false)]
    public async Task A_closing_frame_without_error_in_place_of_an_answer_is_an_announced_end(WebSocketCloseStatus status, bool announced)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = CloseAtFirstMessageAsync(listener, status);
        await using var connection =
            await new WebSocketProtocol().ConnectAsync(new() { EndPoint = listener.LocalEndpoint }, Limits.Token());

        var error = await Assert.ThrowsAnyAsync<IOException>(() => connection.ExchangeAsync(new byte[3], 3, Limits.Token()).Limited());

        Assert.Equal(announced, error is ConnectionEndedException { Announced: true });
        Assert.Equal(announced ? $"WebSocket close {(int)status}" : null, ((INoticedConnection)connection).Notices.Closing);
        await serving.Limited();
    }

    private static async Task CloseAtFirstMessageAsync(TcpListener listener, WebSocketCloseStatus status)
    {
        using var peer = await listener.AcceptTcpClientAsync();
        var stream = peer.GetStream();
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        var key = head.ToString()
            .Split("\r\n")
            .Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
            .Split(':')[1].Trim();
#pragma warning disable CA5350 // RFC 6455, 4.2.2, wants SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        await socket.CloseOutputAsync(status, null, CancellationToken.None);
    }
}
