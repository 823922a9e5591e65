using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>What a server tells about its connection, and what becomes of the exchange that comes after it.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ServerNoticesTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("Content-Length: 3\r\nConnection: close\r\n", "Connection: close")]
    [InlineData("Transfer-Encoding: identity\r\n", "a response without a length")]
    [InlineData("Content-Length: 3\r\nKeep-Alive: timeout=1\r\n", "Keep-Alive: timeout=1")]
    public async Task A_close_that_a_response_announces_is_noted_and_the_next_exchange_is_told(string headers, string how)
    {
        await using var server = new ScriptedServer($"HTTP/1.1 200 OK\r\n{headers}\r\nabc");
        await using var connection =
            (INoticedConnection)await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

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
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        await using var connection =
            (INoticedConnection)await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited();

        Assert.Null(connection.Notices.Closing);
        var error = await Assert.ThrowsAnyAsync<IOException>(() => connection.ExchangeAsync(new byte[3], 3, Limits.Token()).Limited());
        Assert.False(error is ConnectionEndedException { Announced: true }, error.Message);
    }

    [Fact]
    public async Task What_follows_a_complete_response_is_a_bad_response_and_no_announcement()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n");
        await using var connection =
            (INoticedConnection)await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited());

        Assert.Contains("sent more after its complete response", error.Message, StringComparison.Ordinal);
        Assert.Null(connection.Notices.Closing);
    }

    [Fact]
    public async Task How_long_an_idle_connection_is_kept_is_noted()
    {
        await using var server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nKeep-Alive: timeout=5, max=100\r\n\r\nabc");
        await using var connection =
            (INoticedConnection)await HttpProtocol.Http1.ConnectAsync(new() { EndPoint = server.EndPoint }, Limits.Token());

        await connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 3, Limits.Token()).Limited();

        Assert.Equal(TimeSpan.FromSeconds(5), connection.Notices.IdleLimit);
        Assert.Null(connection.Notices.Closing);
    }

    [Theory]
    [InlineData("http2", false)]
    [InlineData("http2", true)]
    [InlineData("grpc", false)]
    public async Task The_servers_limit_of_streams_is_noted(string name, bool tls)
    {
        using var identity = tls ? TlsIdentity.Create() : null;
        var protocol = ProtocolCatalog.Find(name)!;
        await using var server = await protocol.ListenAsync(new() { EndPoint = AnyPort, Tls = identity }, Limits.Token());
        var settings = new EndpointSettings
        {
            EndPoint = server.EndPoint,
            Tls = identity is null ? null : TlsIdentity.FromPem(identity.CertificatePem()),
        };
        await using var connection = (INoticedConnection)await protocol.ConnectAsync(settings, Limits.Token());

        await connection.ExchangeAsync(new byte[10], 10, Limits.Token()).Limited();

        Assert.Equal(4096, connection.Notices.StreamLimit);
        Assert.Null(connection.Notices.Closing);
    }
}
