using System.Globalization;
using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Http3;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic;
using ProtoBench.Quic.Http3;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>Both sides against the HTTP/3 of others, contents compared.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class Http3InteropTests
{
    private static readonly int[] Sizes = [1, 1_000, 65_537, 5_000_000];

    [QuicFact("gtlsserver")]
    public Task Our_client_fetches_from_ngtcp2s_server() => FetchesAsync((folder, port) =>
        ForeignProgram.Start(
            "gtlsserver", folder.Path, "-q", "-d", folder.Path, "127.0.0.1", $"{port}", folder.File("key.pem"), folder.File("cert.pem")));

    [QuicFact("caddy")]
    public Task Our_client_fetches_from_caddy() => FetchesAsync((folder, port) =>
    {
        File.WriteAllText(folder.File("Caddyfile"), $$"""
            {
                admin off
                auto_https off
            }
            https://localhost:{{port}} {
                bind 127.0.0.1
                tls {{folder.File("cert.pem")}} {{folder.File("key.pem")}}
                root * {{folder.Path}}
                file_server
            }
            """);
        return ForeignProgram.Start("caddy", folder.Path, "run", "--config", folder.File("Caddyfile"), "--adapter", "caddyfile");
    });

    [QuicFact("gtlsclient")]
    public async Task A_visitor_of_the_root_is_told_what_there_is()
    {
        await using var server = await ListenAsync(TlsIdentity.Create());
        var port = ((IPEndPoint)server.EndPoint).Port;
        using var folder = new TemporaryFolder();
        await using var client = ForeignProgram.Start(
            "gtlsclient", folder.Path, "-q", "--exit-on-all-streams-close", $"--download={folder.Path}", "127.0.0.1", $"{port}",
            $"https://localhost:{port}/");

        Assert.Equal(0, await client.ExitAsync());

        var text = await File.ReadAllTextAsync(Directory.GetFiles(folder.Path).Single());
        Assert.StartsWith("This is a server of ProtoBench; you speak HTTP/3 with it.", text, StringComparison.Ordinal);
        Assert.Contains("/x?r=BYTES", text, StringComparison.Ordinal);
    }

    [QuicFact("gtlsclient")]
    public async Task Ngtcp2s_client_downloads_from_our_server()
    {
        await using var server = await ListenAsync(TlsIdentity.Create());
        var port = ((IPEndPoint)server.EndPoint).Port;
        foreach (var size in Sizes)
        {
            using var folder = new TemporaryFolder();
            await using var client = ForeignProgram.Start(
                "gtlsclient", folder.Path, "-q", "--exit-on-all-streams-close", $"--download={folder.Path}", "127.0.0.1", $"{port}",
                $"https://localhost:{port}/x?r={size}");

            Assert.Equal(0, await client.ExitAsync());

            Assert.Equal(Payload.Create(size), await File.ReadAllBytesAsync(Directory.GetFiles(folder.Path).Single()));
        }
    }

    [QuicFact("gtlsclient")]
    public async Task Ngtcp2s_client_uploads_to_our_server()
    {
        await using var server = await ListenAsync(TlsIdentity.Create());
        var port = ((IPEndPoint)server.EndPoint).Port;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("body"), Payload.Create(1_000_003));
        var answers = Directory.CreateDirectory(folder.File("answers"));
        await using var client = ForeignProgram.Start(
            "gtlsclient", folder.Path, "-q", "--exit-on-all-streams-close", $"--download={answers.FullName}", "-m", "POST", "-d",
            folder.File("body"), "127.0.0.1", $"{port}", $"https://localhost:{port}/u");

        Assert.Equal(0, await client.ExitAsync());

        Assert.Equal("1000003", await File.ReadAllTextAsync(answers.GetFiles().Single().FullName));
        Assert.Equal(1_000_003, server.Uploads.Bytes);
    }

    [QuicFact("gtlsserver")]
    public async Task A_killed_server_fails_what_is_under_way_at_once()
    {
        using var identity = TlsIdentity.Create();
        using var folder = await FolderAsync(identity);
        await File.WriteAllBytesAsync(folder.File("large"), new byte[400_000_000]);
        var port = ForeignProgram.FreePort();
        await using var server = ForeignProgram.Start(
            "gtlsserver", folder.Path, "-q", "-d", folder.Path, "127.0.0.1", $"{port}", folder.File("key.pem"), folder.File("cert.pem"));
        var peer = await ConnectAsync(identity, port);
        var fetch = HttpFetch.Start(peer, $"localhost:{port}", "/large");
        await Limits.Until(() => fetch.Received > 100_000 || fetch.Body.IsCompleted, "the response has begun");

        server.Kill();

        await Assert.ThrowsAsync<QuicException>(() => fetch.Body.Limited());
    }

    [QuicFact("gtlsclient")]
    public async Task A_killed_client_does_not_harm_the_server()
    {
        using var identity = TlsIdentity.Create();
        var protocol = new Http3Protocol();
        await using var server = await ListenAsync(identity);
        var port = ((IPEndPoint)server.EndPoint).Port;
        using var folder = new TemporaryFolder();
        await using var client = ForeignProgram.Start(
            "gtlsclient", folder.Path, "-q", $"--download={folder.Path}", "127.0.0.1", $"{port}", $"https://localhost:{port}/d?m=65536");
        await Limits.Until(() => Directory.GetFiles(folder.Path).Any(file => new FileInfo(file).Length > 1_000_000), "the download runs");

        client.Kill();

        await using var next = await protocol.ConnectAsync(ConnectSettings(identity, port), Limits.Token()).Limited();
        await next.ExchangeAsync(Payload.Create(1_000), 100_000, Limits.Token()).Limited();
    }

    private static async Task FetchesAsync(Func<TemporaryFolder, int, ForeignProgram> start)
    {
        using var identity = TlsIdentity.Create();
        using var folder = await FolderAsync(identity);
        foreach (var size in Sizes)
        {
            await File.WriteAllBytesAsync(folder.File($"file{size}"), Payload.Create(size));
        }

        var port = ForeignProgram.FreePort();
        await using var server = start(folder, port);
        var peer = await ConnectAsync(identity, port);
        var fetches = Sizes.Select(
            size => HttpFetch.Start(peer, $"localhost:{port}", $"/file{size.ToString(CultureInfo.InvariantCulture)}")).ToArray();

        foreach (var (fetch, size) in fetches.Zip(Sizes))
        {
            Assert.Equal(Payload.Create(size), await fetch.Body.Limited());
        }

        await peer.CloseAsync(0x100).Limited();
    }

    private static async Task<TemporaryFolder> FolderAsync(TlsIdentity identity)
    {
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cert.pem"), identity.CertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), identity.PrivateKeyPem());
        return folder;
    }

    // A program that has just been started may not listen yet: refused connections are tried again until the limit.
    private static async Task<Http3Peer> ConnectAsync(TlsIdentity identity, int port)
    {
        var options = QuicOptionsOf.Client(ConnectSettings(identity, port), "h3");
        Http3Peer? peer = null;
        QuicException? last = null;
        await Limits.Until(
            () =>
            {
                try
                {
                    peer = QuicClient.ConnectHttp3Async(options, Limits.Token()).GetAwaiter().GetResult();
                }
                catch (QuicException error) when (error.Message.StartsWith("nobody listens", StringComparison.Ordinal))
                {
                    last = error;
                }

                if (peer is null)
                {
                    // Port-unreachable answers are rate limited by the kernel (icmp(7)): do not ask a thousand times a second.
                    Thread.Sleep(20);
                }

                return peer is not null;
            },
            $"the server listens ({last?.Message})");
        return peer!;
    }

    private static Task<IProtocolServer> ListenAsync(TlsIdentity identity) => new Http3Protocol().ListenAsync(
        new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = identity, VerifyContent = true }, Limits.Token())
            .Limited();

    private static EndpointSettings ConnectSettings(TlsIdentity identity, int port) => new()
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, port),
        Tls = TlsIdentity.FromPem(identity.CertificatePem()),
        VerifyContent = true,
    };
}
