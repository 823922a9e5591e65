using System.Net;
using System.Net.WebSockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

/// <summary>What can go wrong only in WebSocket.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class WebSocketFailureTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_request_that_is_no_upgrade_is_told_to_upgrade()
    {
        await using var server = await new WebSocketProtocol().ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri($"http://{server.EndPoint}/")).Limited();

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task A_server_without_WebSocket_is_refused_when_connecting(string over)
    {
        await using var server = await ProtocolCatalog.Find(over)!.ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());

        var error = await Assert.ThrowsAsync<IOException>(
            () =>
                new WebSocketProtocol().ConnectAsync(new() { EndPoint = server.EndPoint, Over = over }, Limits.Token()).AsTask().Limited());

        Assert.StartsWith("the upgrade to WebSocket over HTTP/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_carrier_is_refused_when_connecting()
    {
        await using var server = await new WebSocketProtocol().ListenAsync(new() { EndPoint = AnyPort, Over = "http1" }, Limits.Token());

        await Assert.ThrowsAsync<IOException>(() => new WebSocketProtocol().ConnectAsync(
            new() { EndPoint = server.EndPoint, Over = "http2" }, Limits.Token()).AsTask().Limited());
    }

    [Fact]
    public async Task A_carrier_that_does_not_exist_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => new WebSocketProtocol().ListenAsync(new() { EndPoint = AnyPort, Over = "http3" }, Limits.Token()).AsTask());

        Assert.Equal("websocket runs over http1 or http2, not over 'http3'", error.Message);
    }

    [Fact]
    public async Task A_message_that_is_no_command_closes_the_WebSocket()
    {
        await using var server = await new WebSocketProtocol().ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{server.EndPoint}/"), Limits.Token()).Limited();

        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Limits.Token()).Limited();
        await client.ReceiveAsync(new byte[100], Limits.Token()).Limited();

        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, client.CloseStatus);
    }

    [Fact]
    public async Task A_closing_handshake_is_answered()
    {
        await using var server = await new WebSocketProtocol().ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{server.EndPoint}/"), Limits.Token()).Limited();

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Limits.Token()).Limited();

        Assert.Equal(WebSocketState.Closed, client.State);
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task A_message_may_come_in_frames_of_one_byte(string over)
    {
        await using var server = await new WebSocketProtocol().ListenAsync(
            new() { EndPoint = AnyPort, Over = over, VerifyContent = true }, Limits.Token());
        await using var carrier = await HttpCarrier.DialAsync(
            new() { EndPoint = server.EndPoint }, over == "http1" ? HttpDialect.Http1 : HttpDialect.Http2, "websocket", Limits.Token());
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = carrier.Version;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await client.ConnectAsync(new Uri($"ws://{server.EndPoint}/"), carrier.Invoker, Limits.Token()).Limited();
        byte[] request = [1, 3, 0, 0, 0, .. Payload.Create(20)];

        for (var i = 0; i < request.Length; i++)
        {
            await client.SendAsync(request.AsMemory(i, 1), WebSocketMessageType.Binary, i == request.Length - 1, Limits.Token()).Limited();
        }

        var answer = await client.ReceiveAsync(new byte[100], Limits.Token()).Limited();
        Assert.Equal((3, true, WebSocketMessageType.Binary), (answer.Count, answer.EndOfMessage, answer.MessageType));
    }
}
