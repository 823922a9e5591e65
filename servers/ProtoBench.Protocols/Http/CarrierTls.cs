using System.Net.Security;
using System.Security.Authentication;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Sites;

namespace ProtoBench.Protocols.Http;

/// <summary>TLS under HTTP, and what a failure of a connection to somebody else's server means.</summary>
/// <param name="settings">Of the connection.</param>
/// <param name="tls">Null: it is in plain text.</param>
/// <param name="dialect">The one version to speak.</param>
/// <param name="name">The protocol, as scenarios call it.</param>
internal sealed class CarrierTls(EndpointSettings settings, ClientTls? tls, HttpDialect dialect, string name)
{
    private bool IsHttp1 => ReferenceEquals(dialect, HttpDialect.Http1);

    /// <exception cref="IOException">The server is not trusted, or TLS agreed on another protocol.</exception>
    public async Task<SslStream> SecureAsync(SslStream secured, CancellationToken cancellationToken)
    {
        var options = tls!.Options(dialect.Alpn);
        options.AllowTlsResume = false;
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch (Exception error) when (settings.Site is not null && error is AuthenticationException or IOException)
        {
            // First, because a server may take one connection at a time, and is asked on another one.
            await secured.DisposeAsync();
            throw await SiteDiagnosis.OfHandshakeAsync(settings, tls, dialect.StandardName, name, error, cancellationToken);
        }
        catch (AuthenticationException error)
        {
            throw new IOException($"the TLS handshake failed: {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }

        var chosen = secured.NegotiatedApplicationProtocol;
        if (chosen == dialect.Alpn || (IsHttp1 && settings.Site is not null && chosen.Protocol.IsEmpty))
        {
            // A server that knows no ALPN speaks HTTP/1.1: that is what https:// meant before there was a choice (RFC 7301, 3.2).
            return secured;
        }

        if (settings.Site is null)
        {
            throw new IOException($"the server does not speak {dialect.StandardName}: TLS agreed on '{chosen}'");
        }

        await secured.DisposeAsync();
        throw await SiteDiagnosis.OfAlpnAsync(settings, dialect.StandardName, name, null, cancellationToken);
    }

    /// <summary>What is known of a connection that has been secured.</summary>
    public ConnectionFacts Describe(SslStream secured, ConnectionFacts facts) => ClientTls.Tell(facts, settings) with
    {
        Tls = TlsVersion.NameOf(secured),
        CipherSuite = secured.NegotiatedCipherSuite.ToString(),
        Alpn = secured.NegotiatedApplicationProtocol.ToString() is { Length: > 0 } chosen ? chosen : null,
        TlsResumed = false,
    };

    /// <summary>
    /// Why the first request of a connection to somebody else's server failed, from what the server says to another one; null: the failure
    /// means what it says.
    /// </summary>
    public async ValueTask<Exception?> ExplainAsync(Exception error, CancellationToken cancellationToken)
    {
        if (settings.Site is not { } site || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        if (tls is not null)
        {
            return SiteDiagnosis.OfTls(site, tls, error);
        }

        return await SiteDiagnosis.OfPlainAsync(settings, dialect.StandardName, name, !IsHttp1, cancellationToken) is { } sentence
            ? new BadResponseException(sentence, error)
            : null;
    }
}
