using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Requests;

/// <summary>What no decent server sends over HTTP/1.1, and what a client that is none of a browser makes of it.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RawHttpTests
{
    private static readonly UserRequest Get = new() { Name = "get", Target = "/", Headers = [new("X-B", "1"), new("Accept", "*/*")] };

    [Fact]
    public async Task The_octets_of_a_request_are_those_that_were_written()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 204 No Content\r\n\r\n");
        await using var connection = await server.ConnectAsync();

        _ = await connection.RequestAsync(Get, Limits.Token()).Limited();

        Assert.Equal("GET / HTTP/1.1\r\nHost: shop.example\r\nX-B: 1\r\nAccept: */*\r\n\r\n", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 3)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nTrailer: t\r\n\r\n", 3)]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 0\r\nX-Odd:\r\n\r\n", 0)]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Length: 1\r\n\r\na", 1)]
    public async Task Odd_but_right_responses_are_read(string response, int bytes)
    {
        await using var server = new RawServer(_ => response);
        await using var connection = await server.ConnectAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(bytes, (await connection.RequestAsync(Get, Limits.Token()).Limited()).Bytes);
        }

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", typeof(BadResponseException), "sent more after its complete response")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", typeof(BadResponseException), "chunk")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", typeof(BadResponseException), "SSH-2.0-OpenSSH_9.2")]
    [InlineData("HTTP/2 200 OK\r\n\r\n", typeof(BadResponseException), "HTTP/2 200 OK")]
    public async Task Wrong_responses_are_bad_and_say_why(string response, Type kind, string why)
    {
        await using var server = new RawServer(_ => response);
        await using var connection = await server.ConnectAsync();

        var error = await Record.ExceptionAsync(() => connection.RequestAsync(Get, Limits.Token()).Limited());

        Assert.IsType(kind, error);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    public async Task A_response_that_ends_too_early_is_a_lost_connection(string response)
    {
        await using var server = new RawServer(_ => response, closes: true);
        await using var connection = await server.ConnectAsync();

        var error = await Assert.ThrowsAnyAsync<IOException>(() => connection.RequestAsync(Get, Limits.Token()).Limited());

        Assert.Contains("ended prematurely", error.Message, StringComparison.Ordinal);
        Assert.IsNotType<ConnectionEndedException>(error);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.0 without keep-alive")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno", "Connection: close")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nok", "a response without a length")]
    public async Task A_server_that_closes_after_its_response_has_announced_it(string response, string how)
    {
        await using var server = new RawServer(_ => response, closes: true);
        await using var connection = await server.ConnectAsync();

        var first = await Record.ExceptionAsync(() => connection.RequestAsync(Get, Limits.Token()).Limited());

        Assert.True(first is null or UnexpectedStatusException, $"{first}");
        Assert.Equal(how, connection.Notices.Closing);
        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(() => connection.RequestAsync(Get, Limits.Token()).Limited());
        Assert.True(ended.Announced);
    }

    [Fact]
    public async Task A_server_of_HTTP_1_0_that_keeps_the_connection_is_asked_again_on_it()
    {
        await using var server = new RawServer(_ => "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok");
        await using var connection = await server.ConnectAsync();

        _ = await connection.RequestAsync(Get, Limits.Token()).Limited();
        _ = await connection.RequestAsync(Get, Limits.Token()).Limited();

        Assert.Equal(1, server.Connections);
        Assert.Null(connection.Notices.Closing);
    }

    [Fact]
    public async Task An_idle_connection_that_the_server_closed_without_a_word_has_ended_before_the_request()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", closes: true);
        await using var connection = await server.ConnectAsync();
        _ = await connection.RequestAsync(Get, Limits.Token()).Limited();
        await server.FirstClosed.Limited();

        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(() => connection.RequestAsync(Get, Limits.Token()).Limited());

        Assert.False(ended.Announced);
        Assert.Single(server.Requests);
    }

    /// <summary>Answers every request with fixed octets.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource _firstClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<int, string> _answer;
        private readonly bool _closes;
        private readonly Task _serving;
        private int _connections;

        public RawServer(Func<int, string> answer, bool closes = false)
        {
            (_answer, _closes) = (answer, closes);
            _listener.Start();
            _serving = AcceptAsync();
        }

        public List<string> Requests { get; } = [];

        public int Connections => _connections;

        public Task FirstClosed => _firstClosed.Task;

        public async Task<HttpConnection> ConnectAsync() => (HttpConnection)await HttpProtocol.Http1.ConnectAsync(
            new EndpointSettings { EndPoint = _listener.LocalEndpoint, Site = new ForeignSite { Host = "shop.example", Port = 80 } },
            Limits.Token()).Limited();

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving.Limited();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                    _ = ServeAsync(client);
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                var stream = client.GetStream();
                var buffer = new byte[8192];
                var text = new StringBuilder();
                try
                {
                    while (await stream.ReadAsync(buffer) is var read and > 0)
                    {
                        text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                        if (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                        {
                            continue;
                        }

                        Requests.Add(text.ToString());
                        text.Clear();
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer(Requests.Count)));
                        if (_closes)
                        {
                            break;
                        }
                    }
                }
                catch (IOException)
                {
                    // The client is gone.
                }
            }

            _firstClosed.TrySetResult();
        }
    }
}
