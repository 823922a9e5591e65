using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Http3;
using ProtoBench.Protocols.Quic;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;
using ProtoBench.Quic;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>QUIC with servers that are not ours: trust, echoes, and what is said when nobody speaks it.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SiteQuicTests
{
    [QuicFact("gtlsserver")]
    public async Task Http3_judges_a_foreign_servers_certificate_by_authority_name_and_address()
    {
        using var identity = TlsIdentity.Create("elsewhere");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cert.pem"), identity.CertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), identity.PrivateKeyPem());
        await File.WriteAllTextAsync(folder.File("index.html"), "hello");
        var port = ForeignProgram.FreePort();
        await using var server = ForeignProgram.Start(
            "gtlsserver", folder.Path, "-q", "-d", folder.Path, "127.0.0.1", $"{port}", folder.File("key.pem"), folder.File("cert.pem"));
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var trust = new ServerTrust { AuthorityPem = identity.CertificatePem() };
        await ListensAsync(Site.At(endPoint, trust, "elsewhere"));

        var named = await Site.AskAsync(new Http3Protocol(), Site.At(endPoint, trust with { ServerName = "elsewhere" }));
        var address = await Site.AskAsync(new Http3Protocol(), Site.At(endPoint, trust, "127.0.0.1"));
        var insecure = await Site.AskAsync(new Http3Protocol(), Site.At(endPoint, new ServerTrust { Insecure = true }));
        var misnamed = await Site.RefusalAsync(new Http3Protocol(), Site.At(endPoint, trust));
        var untrusted = await Site.RefusalAsync(new Http3Protocol(), Site.At(endPoint, new ServerTrust(), "elsewhere"));
        var raw = await Site.RefusalAsync(new QuicProtocol(), Site.At(endPoint, trust, "elsewhere"), Site.Message(1));

        Assert.Equal((200, 200, 200), (named.Reply.Status, address.Reply.Status, insecure.Reply.Status));
        Assert.Contains("insecure", insecure.Facts.More["tls verification"], StringComparison.Ordinal);
        Assert.StartsWith($"the certificate of localhost:{port} is not accepted for localhost:", misnamed, StringComparison.Ordinal);
        Assert.EndsWith("insecure: true", untrusted, StringComparison.Ordinal);
        Assert.Contains("speaks QUIC, and not protobench over it (ALPN); leave quic out", raw, StringComparison.Ordinal);
    }

    [QuicFact("nginx")]
    public async Task A_server_without_QUIC_is_told_by_what_it_says_over_TCP()
    {
        await using var silent = await TcpProgram.NginxAsync(
            TlsIdentity.Create(), "listen 127.0.0.1:PORT ssl http2; location / { return 200 hello; }");
        await using var elsewhere = await TcpProgram.NginxAsync(
            TlsIdentity.Create(), "listen 127.0.0.1:PORT ssl; add_header Alt-Svc 'h3=\":4443\"'; location / { return 200 hello; }");
        var nobody = new IPEndPoint(IPAddress.Loopback, ForeignProgram.FreePort());
        var trust = new ServerTrust { Insecure = true };

        var first = await Site.RefusalAsync(new Http3Protocol(), Site.At(silent.EndPoint, trust));
        var second = await Site.RefusalAsync(new Http3Protocol(), Site.At(elsewhere.EndPoint, trust));
        var third = await Site.RefusalAsync(new Http3Protocol(), Site.At(nobody, trust));

        Assert.StartsWith($"the server at localhost:{silent.EndPoint.Port} does not answer QUIC: nobody listens on UDP", first,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "Over TCP it speaks HTTP/2 and advertises no HTTP/3 (no h3 in Alt-Svc): leave http3 out, or switch it on in the server",
            first,
            StringComparison.Ordinal);
        Assert.Contains("(Alt-Svc: h3=\":4443\")", second, StringComparison.Ordinal);
        Assert.Contains("Nobody answers over TLS on TCP there either", third, StringComparison.Ordinal);
    }

    [QuicFact]
    public async Task Quic_echoes_on_streams_side_by_side_and_notices_what_is_none()
    {
        using var identity = TlsIdentity.Create();
        var options = QuicOptionsOf.Server(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Tls = identity }, "echo");
        var listener = QuicListener.Start(options, () => new EchoPeer());
        var settings = Site.At(listener.EndPoint, new ServerTrust { AuthorityPem = identity.CertificatePem() });
        settings = settings with { Site = settings.Site! with { Alpn = "echo" } };
        await using var connection = await new QuicProtocol().ConnectAsync(settings, Limits.Token()).Limited();
        var requests = (IRequestConnection)connection;

        var replies = await Task.WhenAll(new[] { 1, 1_000, 3_000_001, 8 }.Select(
            size => requests.RequestAsync(Site.Message(Payload.Create(size)), Limits.Token()).AsTask())).Limited();
        var wrong = await Assert.ThrowsAsync<BadResponseException>(
            () => requests.RequestAsync(Site.Message("wrong"u8.ToArray()), Limits.Token()).Limited());
        var again = await requests.RequestAsync(Site.Message(1), Limits.Token()).Limited();

        Assert.Equal([1, 1_000, 3_000_001, 8], replies.Select(reply => reply.Bytes));
        Assert.Equal("the server sends no echo: byte 0 of its answer is 0x57, and 0x77 was sent", wrong.Message);
        Assert.Equal(1, again.Bytes);
        Assert.True(((IPhasedConnection)connection).Phases is { Connect: > 0, Tls: 0 });
        await listener.DisposeAsync();
    }

    // A program that has just been started may not listen yet.
    private static async Task ListensAsync(EndpointSettings settings)
    {
        var options = QuicOptionsOf.Client(settings, "h3");
        while (true)
        {
            try
            {
                var peer = await QuicClient.ConnectHttp3Async(options, Limits.Token());
                await peer.CloseAsync(0x100).Limited();
                return;
            }
            catch (QuicException error) when (error.Message.StartsWith("nobody listens", StringComparison.Ordinal))
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Sends back what streams bring, but 'wrong' in capitals.</summary>
    private sealed class EchoPeer : IQuicPeerHandler
    {
        public void OnConnected(QuicStreamPeer peer)
        {
        }

        public IQuicStreamHandler OnStream(QuicStreamPeer peer, QuicChannel stream) => new EchoStream();

        public void OnClosed(QuicStreamPeer peer, QuicException error)
        {
        }
    }

    private sealed class EchoStream : IQuicStreamHandler
    {
        public void OnOpened(QuicChannel stream)
        {
        }

        public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes.SequenceEqual("wrong"u8) ? "WRONG"u8 : bytes);
            return bytes.Length;
        }

        public void OnEnd(QuicChannel stream) => stream.Finish();

        public void OnSendSpace(QuicChannel stream)
        {
        }

        public void OnPeerReset(QuicChannel stream, ulong errorCode)
        {
        }

        public void OnPeerStopped(QuicChannel stream, ulong errorCode)
        {
        }

        public void OnClosed(QuicChannel stream, QuicException? error)
        {
        }
    }
}
