using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>TLS over TCP with servers that are not ours: whom we trust, what we show, and what is said when it does not work.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SiteTlsTests
{
    private const string Page = "location / { return 200 hello; }";

    [ProgramFact("openssl")]
    public async Task A_server_of_TLS_1_2_is_spoken_to_and_the_facts_say_so()
    {
        await using var server = await TcpProgram.OpenSslAsync(TlsIdentity.Create(), "-tls1_2");

        var (reply, facts) = await Site.AskAsync(HttpProtocol.Http1, Site.At(server.EndPoint, Trusting(server.Identity)));

        Assert.Equal((200, "TLS 1.2"), (reply.Status, facts.Tls));
        Assert.Null(facts.Alpn);
    }

    [ProgramFact("nginx")]
    public async Task HTTP_2_reaches_a_server_by_its_address_without_SNI()
    {
        await using var server = await TcpProgram.NginxAsync(
            TlsIdentity.Create(), $"listen 127.0.0.1:PORT ssl http2; ssl_protocols TLSv1.3; {Page}");
        var settings = Site.At(server.EndPoint, Trusting(server.Identity), "127.0.0.1");

        var (reply, facts) = await Site.AskAsync(HttpProtocol.Http2, settings);

        Assert.Equal((200, 5, "TLS 1.3", "h2"), (reply.Status, reply.Bytes, facts.Tls, facts.Alpn));
    }

    [ProgramFact("openssl")]
    public async Task A_certificate_of_nobody_we_trust_is_refused_with_its_issuer_and_two_remedies()
    {
        await using var server = await TcpProgram.OpenSslAsync(TlsIdentity.Create());

        var system = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint, new ServerTrust()));
        var given = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint, Trusting(TlsIdentity.Create("other"))));

        Assert.Contains($"the certificate of localhost:{server.EndPoint.Port} (CN=localhost) was issued by CN=localhost, which is none of",
            system, StringComparison.Ordinal);
        Assert.Contains("the system's authorities", system, StringComparison.Ordinal);
        Assert.Contains("authorities given", given, StringComparison.Ordinal);
        Assert.EndsWith("give the PEM file of its authority as authority:, or take any certificate with insecure: true", given,
            StringComparison.Ordinal);
    }

    [ProgramFact("openssl")]
    public async Task Insecure_takes_any_certificate_and_the_facts_tell()
    {
        await using var server = await TcpProgram.OpenSslAsync(TlsIdentity.Create("elsewhere"));

        var (reply, facts) = await Site.AskAsync(
            HttpProtocol.Http1, Site.At(server.EndPoint, new ServerTrust { Insecure = true }));

        Assert.Equal(200, reply.Status);
        Assert.Contains("insecure", facts.More["tls verification"], StringComparison.Ordinal);
    }

    [ProgramFact("openssl")]
    public async Task A_certificate_for_another_name_is_refused_until_the_name_is_given()
    {
        await using var server = await TcpProgram.OpenSslAsync(TlsIdentity.Create("elsewhere"));
        var trust = Trusting(server.Identity);

        var sentence = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint, trust));
        var (reply, _) = await Site.AskAsync(
            HttpProtocol.Http1, Site.At(server.EndPoint, trust with { ServerName = "elsewhere" }));

        Assert.Contains("is for elsewhere, 127.0.0.1, ::1 and not for localhost: say server-name: elsewhere", sentence,
            StringComparison.Ordinal);
        Assert.Equal(200, reply.Status);
    }

    [ProgramFact("openssl")]
    public async Task An_expired_certificate_is_refused_with_the_day_it_ended()
    {
        var identity = TlsIdentity.Create(
            notBefore: new DateTimeOffset(2020, 1, 2, 3, 4, 0, TimeSpan.Zero),
            notAfter: new DateTimeOffset(2021, 1, 2, 3, 4, 0, TimeSpan.Zero));
        await using var server = await TcpProgram.OpenSslAsync(identity);

        var sentence = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint, Trusting(identity)));

        Assert.Contains("expired on 2021-01-02 03:04 UTC: renew it, or take any certificate", sentence, StringComparison.Ordinal);
    }

    [ProgramFact("openssl")]
    public async Task A_server_that_wants_a_client_certificate_is_told_from_others_and_gets_it()
    {
        using var client = new ClientIdentity();
        using var folder = new Quic.TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("client.pem"), client.CertificatePem);
        foreach (var version in new[] { "-tls1_2", "-tls1_3" })
        {
            await using var server = await TcpProgram.OpenSslAsync(
                TlsIdentity.Create(), version, "-Verify", "1", "-verify_return_error", "-CAfile", folder.File("client.pem"), "-no_ticket");
            var trust = Trusting(server.Identity);

            var sentence = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint, trust));
            var (reply, _) = await Site.AskAsync(
                HttpProtocol.Http1, Site.At(server.EndPoint, trust with { ClientPem = client.Pem }));

            Assert.Equal(
                $"the server at localhost:{server.EndPoint.Port} asks for a certificate of the client's (mTLS); give the PEM file with "
                    + "certificate and key as client:",
                sentence);
            Assert.Equal(200, reply.Status);
        }
    }

    [Fact]
    public async Task Certificates_that_cannot_be_read_are_told_before_anything_is_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var authority = await Site.RefusalAsync(
            HttpProtocol.Http1, Site.At(listener.LocalEndpoint, new ServerTrust { AuthorityPem = "no certificate" }));
        var client = await Site.RefusalAsync(
            HttpProtocol.Http1,
            Site.At(listener.LocalEndpoint, new ServerTrust { ClientPem = TlsIdentity.Create().CertificatePem() }));

        Assert.Contains("holds no certificate in PEM", authority, StringComparison.Ordinal);
        Assert.Contains("Give a PEM file with the certificate and its unencrypted key", client, StringComparison.Ordinal);
    }

    [ProgramFact("openssl")]
    public async Task A_server_of_HTTP_1_1_alone_is_told_by_what_it_chooses()
    {
        await using var chooses = await TcpProgram.OpenSslAsync(TlsIdentity.Create(), "-alpn", "http/1.1");
        await using var ignores = await TcpProgram.OpenSslAsync(TlsIdentity.Create());

        var refused = await Site.RefusalAsync(HttpProtocol.Http2, Site.At(chooses.EndPoint, Trusting(chooses.Identity)));
        var ignored = await Site.RefusalAsync(new GrpcProtocol(), Site.At(ignores.EndPoint, Trusting(ignores.Identity)));

        Assert.Equal(
            $"the server at localhost:{chooses.EndPoint.Port} does not speak HTTP/2 over TLS: it speaks http/1.1 only (ALPN); leave http2 out, "
                + "or switch it on in the server",
            refused);
        Assert.Contains("it knows no ALPN, as servers of HTTP/1.1 alone do; leave grpc out", ignored, StringComparison.Ordinal);
    }

    [ProgramFact("nginx")]
    public async Task TLS_to_a_port_of_plain_HTTP_quotes_its_answer()
    {
        await using var server = await TcpProgram.NginxAsync(TlsIdentity.Create(), $"listen 127.0.0.1:PORT; {Page}");

        foreach (var protocol in new IProtocol[] { HttpProtocol.Http1, HttpProtocol.Http2, new WebSocketProtocol() })
        {
            var sentence = await Site.RefusalAsync(protocol, Site.At(server.EndPoint, Trusting(server.Identity)));

            Assert.Contains("speaks no TLS: to a request in plain text it answers 'HTTP/1.1 200 OK'", sentence, StringComparison.Ordinal);
        }
    }

    [ProgramFact("openssl")]
    public async Task Plain_text_to_a_port_of_TLS_is_told()
    {
        await using var server = await TcpProgram.OpenSslAsync(TlsIdentity.Create());
        var expected = $"the server at localhost:{server.EndPoint.Port} speaks TLS, and was sent plain text; write https:// or tls: on";

        Assert.Equal(expected, await Site.RefusalAsync(HttpProtocol.Http1, Site.At(server.EndPoint)));
        Assert.Equal(expected, await Site.RefusalAsync(HttpProtocol.Http2, Site.At(server.EndPoint)));
        Assert.EndsWith(expected, await Site.RefusalAsync(new WebSocketProtocol(), Site.At(server.EndPoint)), StringComparison.Ordinal);
    }

    [ProgramFact("nginx")]
    public async Task HTTP_2_in_plain_text_to_a_server_without_it_is_told()
    {
        await using var server = await TcpProgram.NginxAsync(TlsIdentity.Create(), $"listen 127.0.0.1:PORT; {Page}");

        var sentence = await Site.RefusalAsync(HttpProtocol.Http2, Site.At(server.EndPoint));

        Assert.Contains("does not speak HTTP/2 in plain text: to a request in HTTP/1.1 it answers 'HTTP/1.1 200 OK'", sentence,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_at_once_is_no_riddle()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = Task.Run(async () =>
        {
            // The connection, and the one on which the server is asked.
            for (var connection = 0; connection < 2; connection++)
            {
                (await listener.AcceptSocketAsync(Limits.Token())).Dispose();
            }
        });

        var sentence = await Site.RefusalAsync(HttpProtocol.Http1, Site.At(listener.LocalEndpoint, new ServerTrust { Insecure = true }));
        await closing.Limited();

        Assert.StartsWith("the TLS handshake with localhost:", sentence, StringComparison.Ordinal);
    }

    private static ServerTrust Trusting(TlsIdentity identity) => new() { AuthorityPem = identity.CertificatePem() };
}
