using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.StreamSockets;

/// <summary>The tcp client against servers, and the tcp server against clients, that do not keep to the protocol.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class StreamPeerTests
{
    private readonly TcpProtocol _tcp = new();

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task A_response_of_another_length_is_a_bad_response_and_ends_the_connection(IoMode io)
    {
        using var listener = Listen();
        var serving = AnswerOnceAsync(listener, [9, 0, 0, 0, .. Payload.Create(9)]);
        await using var connection = await ConnectAsync(listener.LocalEndPoint!, io);

        await Assert.ThrowsAsync<BadResponseException>(() => connection.ExchangeAsync(Payload.Create(3), 10, Limits.Token()).Limited());
        await Assert.ThrowsAsync<IOException>(() => connection.ExchangeAsync(Payload.Create(3), 10, Limits.Token()).Limited());
        await serving.Limited();
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task A_response_that_ends_early_is_a_broken_connection(IoMode io)
    {
        using var listener = Listen();
        var serving = AnswerOnceAsync(listener, [10, 0, 0, 0, 0, 1, 2]);
        await using var connection = await ConnectAsync(listener.LocalEndPoint!, io);

        await Assert.ThrowsAsync<EndOfStreamException>(() => connection.ExchangeAsync(Payload.Create(3), 10, Limits.Token()).Limited());
        await serving.Limited();
    }

    [Fact]
    public async Task Header_and_payload_of_a_request_leave_in_one_piece()
    {
        using var listener = Listen();
        var serving = AnswerOnceAsync(listener, [0, 0, 0, 0]);
        await using var connection = await ConnectAsync(listener.LocalEndPoint!, IoMode.Async);

        await connection.ExchangeAsync(Payload.Create(1_000), 0, Limits.Token()).Limited();

        Assert.Equal(RequestFrame.HeaderBytes + 1_000, await serving.Limited());
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task A_stranger_is_shown_the_door_and_nobody_else_notices(IoMode io)
    {
        await using var server = await _tcp.ListenAsync(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Io = io }, Limits.Token()).Limited();
        await using var connection = await ConnectAsync(server.EndPoint, io);
        using var stranger = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await stranger.ConnectAsync(server.EndPoint, Limits.Token());
        await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Limits.Token());

        var rest = await Record.ExceptionAsync(async () => Assert.Equal(0, await stranger.ReceiveAsync(new byte[100], Limits.Token())));

        Assert.True(rest is null or SocketException { SocketErrorCode: SocketError.ConnectionReset }, $"{rest}");
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [Theory]
    [InlineData(IoMode.Async)]
    [InlineData(IoMode.Blocking)]
    public async Task A_disposed_server_resets_its_connections_so_that_no_client_waits_for_a_window(IoMode io)
    {
        var server = await _tcp.ListenAsync(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Io = io }, Limits.Token()).Limited();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.EndPoint, Limits.Token());
        // An empty request for an empty response, so that a session surely reads.
        await client.SendAsync(new byte[RequestFrame.HeaderBytes], Limits.Token());
        Assert.True(await client.ReceiveAsync(new byte[100], Limits.Token()) > 0);

        await server.DisposeAsync().Limited();

        // After a mere end it would be 8, CLOSE_WAIT (tcp(7), TCP_INFO: the state is the first byte).
        const int Closed = 7;
        var state = new byte[1];
        await Limits.Until(() => client.GetRawSocketOption(6, 11, state) == 1 && state[0] == Closed, "the connection is reset");
    }

    [Fact]
    public async Task An_unknown_congestion_control_is_refused_by_name()
    {
        var settings = new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), CongestionControl = "warp" };

        var error = await Assert.ThrowsAsync<IOException>(async () => await _tcp.ListenAsync(settings, Limits.Token()));

        Assert.Contains("'warp'", error.Message, StringComparison.Ordinal);
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    /// <returns>The bytes of the first piece received.</returns>
    private static async Task<int> AnswerOnceAsync(Socket listener, byte[] answer)
    {
        using var client = await listener.AcceptAsync(Limits.Token());
        var received = await client.ReceiveAsync(new byte[64 * 1024], Limits.Token());
        await client.SendAsync(answer, Limits.Token());
        return received;
    }

    private Task<IProtocolConnection> ConnectAsync(EndPoint server, IoMode io) =>
        _tcp.ConnectAsync(new EndpointSettings { EndPoint = server, Io = io }, Limits.Token()).Limited();
}
