using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Requests;

/// <summary>A server of somebody else that speaks all three versions gives the same answers over each.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CaddyRequestTests
{
    [QuicFact("caddy")]
    public async Task Caddy_answers_the_same_over_every_version()
    {
        using var identity = TlsIdentity.Create();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cert.pem"), identity.CertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), identity.PrivateKeyPem());
        await File.WriteAllTextAsync(folder.File("text.json"), "[" + string.Join(",", Enumerable.Repeat("{\"a\": 1}", 1000)) + "]");
        var port = ForeignProgram.FreePort();
        await File.WriteAllTextAsync(folder.File("Caddyfile"), $$"""
            {
                admin off
                auto_https off
            }
            https://localhost:{{port}} {
                bind 127.0.0.1
                tls {{folder.File("cert.pem")}} {{folder.File("key.pem")}}
                encode gzip
                redir /old /text.json 308
                respond /teapot "short and stout" 418
                root * {{folder.Path}}
                file_server
            }
            """);
        await using var caddy = ForeignProgram.Start(
            "caddy", folder.Path, "run", "--config", folder.File("Caddyfile"), "--adapter", "caddyfile");
        var seen = new List<string>();
        foreach (var name in new[] { "http1", "http2", "http3" })
        {
            await using var connection = await ConnectAsync(ProtocolCatalog.Find(name)!, identity, port);
            var asking = (IRequestConnection)connection;
            var whole = await AskAsync(asking, "/text.json");
            var packed = await AskAsync(asking, "/text.json", "gzip");
            Assert.Equal((200, 9001L), (whole.Status, whole.Bytes));
            Assert.Equal(200, packed.Status);
            Assert.InRange(packed.Bytes, 20, 900);
            Assert.Equal(200, (await AskAsync(asking, "/text.json", method: "HEAD")).Status);
            var moved = await Assert.ThrowsAsync<UnexpectedStatusException>(() => AskAsync(asking, "/old"));
            var teapot = await Assert.ThrowsAsync<UnexpectedStatusException>(() => AskAsync(asking, "/teapot"));
            var missing = await Assert.ThrowsAsync<UnexpectedStatusException>(() => AskAsync(asking, "/missing"));
            seen.Add($"{packed.Bytes}|{moved.Message}|{teapot.Message}|{missing.Message}");
        }

        Assert.Single(seen.Distinct());
        Assert.Contains("status 308 (Location: /text.json; redirects are not followed) to GET /old", seen[0], StringComparison.Ordinal);
        Assert.Contains(
            "status 418 to GET /teapot; 200 to 299 is wanted; the server says: short and stout", seen[0], StringComparison.Ordinal);
    }

    private static Task<Reply> AskAsync(IRequestConnection connection, string target, string? encoding = null, string method = "GET") =>
        connection.RequestAsync(
            new UserRequest
            {
                Name = target,
                Method = method,
                Target = target,
                Headers = encoding is null ? [] : [new("Accept-Encoding", encoding)],
            },
            Limits.Token()).Limited();

    // A program that has just been started may not listen yet.
    private static async Task<IProtocolConnection> ConnectAsync(IProtocol protocol, TlsIdentity identity, int port)
    {
        var settings = new EndpointSettings
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, port),
            Tls = TlsIdentity.FromPem(identity.CertificatePem()),
            Site = new ForeignSite { Host = "localhost", Port = port },
        };
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await protocol.ConnectAsync(settings, Limits.Token()).Limited();
            }
            catch (IOException) when (System.Diagnostics.Stopwatch.GetElapsedTime(start) < Limits.Wait)
            {
                await Task.Delay(20);
            }
        }
    }
}
