using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>
/// Makes one sentence of a failure to talk to a server that is not ours. Where the failure itself does not say why, the server is asked,
/// once for all connections to it.
/// </summary>
internal static class SiteDiagnosis
{
    // CRYPTO_ERROR is this and the TLS alert (RFC 9001, section 4.8).
    private const ulong CryptoError = 0x100;

    private static readonly ConditionalWeakTable<ForeignSite, ConcurrentDictionary<string, Task<string?>>> Asked = [];

    /// <summary>After a TLS handshake that failed.</summary>
    /// <param name="settings">With the site.</param>
    /// <param name="tls">Of the connection.</param>
    /// <param name="wanted">The protocol as its standard calls it.</param>
    /// <param name="name">Ours of it.</param>
    /// <param name="error">What the platform threw.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async ValueTask<IOException> OfHandshakeAsync(
        EndpointSettings settings, ClientTls tls, string wanted, string name, Exception error, CancellationToken cancellationToken)
    {
        var site = settings.Site!;
        if (OfTls(site, tls, error) is { } known)
        {
            return known;
        }

        if (TlsAlert.In(error) == TlsAlert.NoApplicationProtocol)
        {
            return await OfAlpnAsync(settings, wanted, name, error, cancellationToken).ConfigureAwait(false);
        }

        var at = SiteInquiry.At(site);
        var asked = await AskOnceAsync(site, "plain", async () =>
        {
            var answer = await SiteInquiry.PlainAsync(settings, cancellationToken).ConfigureAwait(false);
            return answer.Speaker is PlainSpeaker.Http1 or PlainSpeaker.Http2 or PlainSpeaker.Other ? answer.Said : null;
        }).ConfigureAwait(false);

        // A server of TLS that is asked in plain text may say so in plain HTTP; only one that could not make out our hello speaks none.
        return TlsAlert.In(error) is null && asked is { } said
            ? new IOException(SiteSentence.NoTls(at, wanted, said), error)
            : new IOException(SiteSentence.Handshake(at, Reasons(error)), error);
    }

    /// <summary>After a handshake that agreed on another protocol, or on none.</summary>
    public static async ValueTask<IOException> OfAlpnAsync(
        EndpointSettings settings, string wanted, string name, Exception? error, CancellationToken cancellationToken)
    {
        var chosen = await AskOnceAsync(
            settings.Site!, "alpn", () => SiteInquiry.AlpnAsync(settings, cancellationToken)).ConfigureAwait(false);
        return new IOException(SiteSentence.Alpn(SiteInquiry.At(settings.Site!), wanted, name, chosen), error);
    }

    /// <summary>
    /// What a failure over TLS means that needs no asking, also after the handshake: TLS 1.3 lets a server refuse the client then. Null:
    /// something else.
    /// </summary>
    public static IOException? OfTls(ForeignSite site, ClientTls tls, Exception error)
    {
        var at = SiteInquiry.At(site);
        if (tls.Refused is { } seen)
        {
            return new IOException(
                SiteSentence.Certificate(at, seen, tls.ServerName, site.Trust?.AuthorityPem is null, DateTime.UtcNow), error);
        }

        var shown = site.Trust?.ClientPem is not null;
        return TlsAlert.In(error) switch
        {
            TlsAlert.CertificateRequired => new IOException(SiteSentence.NeedsClientCertificate(at, shown), error),
            TlsAlert.HandshakeFailure or (>= TlsAlert.BadCertificate and <= TlsAlert.UnknownAuthority)
                when shown || tls.LacksCertificate => new IOException(SiteSentence.NeedsClientCertificate(at, shown), error),
            TlsAlert.ProtocolVersion => new IOException(SiteSentence.OldTls(at), error),
            TlsAlert.UnrecognizedName => new IOException(SiteSentence.UnknownName(at, tls.ServerName), error),
            _ => null,
        };
    }

    /// <summary>After a first request in plain text that was not understood. Null: the server says nothing that explains it.</summary>
    public static async ValueTask<string?> OfPlainAsync(
        EndpointSettings settings, string wanted, string name, bool http2, CancellationToken cancellationToken)
    {
        var at = SiteInquiry.At(settings.Site!);
        return await AskOnceAsync(settings.Site!, $"plain {name}", async () =>
        {
            var answer = await SiteInquiry.PlainAsync(settings, cancellationToken).ConfigureAwait(false);
            return answer.Speaker switch
            {
                PlainSpeaker.Tls => SiteSentence.OnlyTls(at),
                PlainSpeaker.Http1 when http2 => SiteSentence.OtherProtocol(at, wanted, name, answer.Said),
                PlainSpeaker.Http2 when !http2 => SiteSentence.OtherProtocol(at, wanted, name, answer.Said),
                PlainSpeaker.Other => SiteSentence.OtherProtocol(at, wanted, name, answer.Said),

                // OpenSSL closes without a word when it meets a request in plain text.
                PlainSpeaker.Silent when await SiteInquiry.AlpnAsync(settings, cancellationToken).ConfigureAwait(false) is not null =>
                    SiteSentence.OnlyTls(at),
                _ => null,
            };
        }).ConfigureAwait(false);
    }

    /// <summary>After a QUIC handshake that failed.</summary>
    /// <param name="settings">With the site.</param>
    /// <param name="alpn">What was offered.</param>
    /// <param name="name">Ours of the protocol.</param>
    /// <param name="error">What the library threw.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async ValueTask<IOException> OfQuicAsync(
        EndpointSettings settings, string alpn, string name, Exception error, CancellationToken cancellationToken)
    {
        var site = settings.Site!;
        var at = SiteInquiry.At(site);
        var known = error switch
        {
            QuicException { CertificateProblem: { } problem } =>
                SiteSentence.CertificateOverQuic(at, problem, ClientTls.NameOf(site)),
            QuicException { ErrorCode: CryptoError + TlsAlert.NoApplicationProtocol } => SiteSentence.QuicAlpn(at, alpn, name),
            QuicException { ErrorCode: CryptoError + TlsAlert.CertificateRequired } =>
                SiteSentence.NeedsClientCertificate(at, site.Trust?.ClientPem is not null),
            QuicException { ErrorCode: CryptoError + TlsAlert.UnrecognizedName } =>
                SiteSentence.UnknownName(at, ClientTls.NameOf(site)),
            _ => null,
        };
        if (known is not null)
        {
            return new IOException(known, error);
        }

        var sentence = await AskOnceAsync(site, $"tcp {name}", async () => SiteSentence.NoQuic(
            at,
            name,
            error.Message,
            await SiteInquiry.OverTcpAsync(settings, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return new IOException(sentence, error);
    }

    private static string Reasons(Exception error) => error.InnerException is { Message: var cause }
        && !error.Message.Contains(cause, StringComparison.Ordinal)
            ? $"{error.Message} {cause}"
            : error.Message;

    private static async Task<string?> AskOnceAsync(ForeignSite site, string what, Func<Task<string?>> ask)
    {
        var answers = Asked.GetValue(site, static _ => new ConcurrentDictionary<string, Task<string?>>());
        var asking = answers.GetOrAdd(what, static (_, ask) => ask(), ask);
        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch
        {
            // Given up by its caller: the next one asks again.
            answers.TryRemove(what, out _);
            throw;
        }
    }
}
