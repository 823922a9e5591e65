using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>What can go wrong only in HTTP.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class HttpFailureTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "status 200 with 3 bytes to GET /x?r=10; 200 with 10 bytes is wanted")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nabcdefghijk", "status 200 with 11 bytes to GET /x?r=10; 200 with 10 bytes is wanted")]
    [InlineData(
        "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nlater",
        "status 503 to GET /x?r=10; 200 with 10 bytes is wanted; the server says: later")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij", "the response is HTTP/1.0, expected HTTP/1.1")]
    public async Task A_wrong_response_is_named(string answer, string message)
    {
        await using var server = new ScriptedServer(answer);
        await using var connection = await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token()).Limited());

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task A_response_that_is_not_HTTP_is_a_bad_response()
    {
        await using var server = new ScriptedServer("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        await using var connection = await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token()).Limited());
    }

    [Fact]
    public async Task A_response_that_is_cut_off_is_a_broken_connection()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        await using var connection = await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        await Assert.ThrowsAnyAsync<IOException>(() => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token()).Limited());
    }

    [Fact]
    public void A_reset_before_the_handshake_of_HTTP2_is_over_is_a_broken_connection_and_no_bad_response()
    {
        // As .NET 10 says it of a server that goes away before its SETTINGS have come.
        var cause = new IOException("Unable to read data.", new SocketException((int)SocketError.ConnectionReset));
        var reset = new HttpRequestException(HttpRequestError.InvalidResponse, "the server did not complete the handshake", cause);
        var wrong = new HttpRequestException(HttpRequestError.InvalidResponse, "the server did not complete the handshake");

        Assert.IsType<IOException>(HttpCarrier.Translate(reset));
        Assert.IsType<BadResponseException>(HttpCarrier.Translate(wrong));
    }

    [Fact]
    public async Task Over_TLS_a_server_of_another_version_is_refused_when_connecting()
    {
        using var identity = TlsIdentity.Create();
        await using var server = await HttpProtocol.Http1.ListenAsync(new() { EndPoint = AnyPort, Tls = identity }, Limits.Token());

        var settings = new EndpointSettings { EndPoint = server.EndPoint, Tls = TlsIdentity.FromPem(identity.CertificatePem()) };
        await Assert.ThrowsAnyAsync<IOException>(() => HttpProtocol.Http2.ConnectAsync(settings, Limits.Token()).AsTask().Limited());
    }

    [Fact]
    public async Task Without_TLS_a_server_of_another_version_fails_the_first_exchange()
    {
        await using var server = await HttpProtocol.Http1.ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        await using var connection = await HttpProtocol.Http2.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        var error = await Record.ExceptionAsync(() => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 10, Limits.Token()).Limited());

        Assert.True(Failures.IsBroken(error) || error is BadResponseException, $"{error}");
    }

    [Theory]
    [InlineData("/x", HttpStatusCode.BadRequest)]
    [InlineData("/x?r=9999999999", HttpStatusCode.BadRequest)]
    [InlineData("/d?m=0", HttpStatusCode.BadRequest)]
    [InlineData("/elsewhere", HttpStatusCode.NotFound)]
    public async Task Requests_the_server_does_not_know_are_refused(string target, HttpStatusCode status)
    {
        await using var server = await HttpProtocol.Http1.ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri($"http://{server.EndPoint}{target}")).Limited();

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_thousand_exchanges_overlap_on_one_HTTP_2_connection()
    {
        await using var server = await HttpProtocol.Http2.ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        await using var connection = await HttpProtocol.Http2.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => connection.ExchangeAsync(new byte[i], i, Limits.Token()).AsTask()))
            .Limited();
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("http2")]
    [InlineData("grpc")]
    [InlineData("websocket")]
    public async Task The_servers_timers_do_not_end_a_busy_connection(string name)
    {
        // Kestrel looks at its time limits once a second (its heartbeat), so two seconds of exchanges meet at least one look.
        var protocol = ProtocolCatalog.Find(name)!;
        await using var server = await protocol.ListenAsync(new() { EndPoint = AnyPort }, Limits.Token());
        await using var connection = await protocol.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
        {
            await connection.ExchangeAsync(new byte[10], 10, Limits.Token()).Limited();
        }
    }

    [Fact]
    public async Task Blocking_calls_and_socket_paths_are_refused_with_a_sentence()
    {
        var blocking = await Assert.ThrowsAsync<NotSupportedException>(
            () => HttpProtocol.Http1.ConnectAsync(new() { EndPoint = AnyPort, Io = IoMode.Blocking }, Limits.Token()).AsTask());
        var path = await Assert.ThrowsAsync<NotSupportedException>(() => HttpProtocol.Http1.ListenAsync(
            new() { EndPoint = new System.Net.Sockets.UnixDomainSocketEndPoint("/nowhere") }, Limits.Token()).AsTask());

        Assert.Contains("blocking", blocking.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere", path.Message, StringComparison.Ordinal);
    }
}
