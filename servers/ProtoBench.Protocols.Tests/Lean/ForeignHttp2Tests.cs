using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>The lean clients before servers of others: nginx, and node's http2 on nghttp2.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ForeignHttp2Tests
{
    private const string Node = """
        const http2 = require('http2');
        http2.createServer({ settings: { maxConcurrentStreams: 7, headerTableSize: 0 } }, (request, response) => {
          let bytes = 0;
          request.on('data', piece => bytes += piece.length);
          request.on('end', () => {
            response.writeHead(200, { 'x-long': 'n'.repeat(3000), 'set-cookie': ['a=1', 'b=2'] });
            response.write('x'.repeat(30000));
            response.end(String(bytes));
          });
        }).listen(Number(process.argv[1]), '127.0.0.1');
        """;

    [Fact]
    public async Task Nodes_http2_answers_many_at_once()
    {
        if (ForeignProgram.Find("node") is null)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var port = FreePort();
        await using var program = ForeignProgram.Start("node", folder.Path, "-e", Node, $"{port}");
        await using var connection = await ConnectAsync(HttpProtocol.Http2, port);
        var post = new UserRequest { Name = "post", Method = "POST", Target = "/", Messages = [Payload.Create(100_000)] };

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            _ => ((IRequestConnection)connection).RequestAsync(post, Limits.Token()).AsTask())).Limited();

        Assert.All(replies, reply => Assert.Equal((200, 30_006L), (reply.Status, reply.Bytes)));
        Assert.Equal(7, ((INoticedConnection)connection).Notices.StreamLimit);
    }

    [Theory]
    [InlineData("http1", "Connection: close")]
    [InlineData("http2", "GOAWAY")]
    public async Task Nginx_answers_and_announces_its_closes(string name, string how)
    {
        if (ForeignProgram.Find("nginx") is null)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var port = FreePort();
        var d = folder.Path;
        await File.WriteAllTextAsync(Path.Combine(d, "c"), $$"""
            daemon off; master_process off; pid {{d}}/pid; error_log {{d}}/err;
            events {}
            http { access_log off; keepalive_requests 50; client_body_temp_path {{d}}/b; proxy_temp_path {{d}}/p; fastcgi_temp_path {{d}}/f;
            uwsgi_temp_path {{d}}/u; scgi_temp_path {{d}}/s;
            server { listen 127.0.0.1:{{port}}{{(name == "http2" ? " http2" : "")}};
            location / { return 200 "{{new string('0', 64)}}"; } } }
            """);
        await using var program = ForeignProgram.Start("nginx", d, "-p", d, "-c", Path.Combine(d, "c"));
        await using var connection = await ConnectAsync(ProtocolCatalog.Find(name)!, port);
        var notices = ((INoticedConnection)connection).Notices;
        var exchanged = 0;
        while (notices.Closing is null)
        {
            await connection.ExchangeAsync(exchanged % 2 == 0 ? Payload.Create(20) : default, 64, Limits.Token()).Limited();
            exchanged++;
        }

        Assert.InRange(exchanged, 49, 51);
        Assert.Equal(how, notices.Closing);
        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(
            () => connection.ExchangeAsync(default, 64, Limits.Token()).Limited());
        Assert.True(ended.Announced);
    }

    private static async Task<IProtocolConnection> ConnectAsync(IProtocol protocol, int port)
    {
        var settings = new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, port), Lean = true };
        IProtocolConnection? connection = null;
        await Limits.Until(
            () =>
            {
                try
                {
                    connection = protocol.ConnectAsync(settings, Limits.Token()).AsTask().GetAwaiter().GetResult();
                    return true;
                }
                catch (IOException)
                {
                    return false;
                }
            },
            "the server listens");
        return connection!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
