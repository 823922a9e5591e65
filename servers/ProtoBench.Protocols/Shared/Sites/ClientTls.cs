using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>
/// The TLS of one connection of a client: TLS 1.3 and the trial's one certificate towards our own server, TLS 1.2 or 1.3 and what the
/// user trusts towards his.
/// </summary>
internal sealed class ClientTls
{
    private readonly TlsIdentity? _own;
    private readonly ServerTrust? _trust;

    private ClientTls(TlsIdentity? own, ForeignSite? site)
    {
        _own = own;
        _trust = site?.Trust;
        ServerName = own?.HostName ?? NameOf(site!);
    }

    /// <summary>The name in the certificate, and in SNI where it is none of an address.</summary>
    public string ServerName { get; }

    /// <summary>What was wrong with the certificate; null: nothing so far.</summary>
    public SeenCertificate? Refused { get; private set; }

    /// <summary>Has the server asked for a certificate of the client's, which has none?</summary>
    public bool LacksCertificate { get; private set; }

    /// <summary>
    /// Towards the server of these settings; null: in plain text. A site without trust of its own may have the trial's certificate.
    /// </summary>
    public static ClientTls? Of(EndpointSettings settings) => settings switch
    {
        { Site: { Trust: not null } site } => new ClientTls(null, site),
        { Tls: { } own } => new ClientTls(own, null),
        _ => null,
    };

    /// <summary>What the certificate of a site must be for.</summary>
    public static string NameOf(ForeignSite site) => (site.Trust?.ServerName ?? site.Host).Trim('[', ']');

    /// <summary>Is it a literal address, which SNI does not carry (RFC 6066, 3)?</summary>
    public static bool IsAddress(string name) => IPAddress.TryParse(name, out _);

    /// <param name="protocols">For ALPN; none: nothing is offered.</param>
    /// <exception cref="IOException">The certificates to trust or to show cannot be read.</exception>
    public SslClientAuthenticationOptions Options(params IEnumerable<SslApplicationProtocol> protocols)
    {
        if (_own is not null)
        {
            return _own.ClientOptions(protocols);
        }

        var material = TrustMaterial.Of(_trust!);
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (material.Authorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        var options = new SslClientAuthenticationOptions
        {
            // The platform sends no SNI for an address, and looks for one among the certificate's addresses.
            TargetHost = ServerName,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [.. protocols],
            CertificateChainPolicy = policy,
            ClientCertificateContext = material.Client,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate, chain, errors),
        };
        if (material.Client is null)
        {
            options.LocalCertificateSelectionCallback = (_, _, _, remote, issuers) =>
            {
                // Called before the handshake too, when the server has not said anything yet.
                LacksCertificate |= remote is not null || issuers.Length > 0;
                return null!;
            };
        }

        return options;
    }

    /// <summary>Adds to a connection's facts that nobody has judged the server's certificate, where nobody has.</summary>
    public static ConnectionFacts Tell(ConnectionFacts facts, EndpointSettings settings) => settings.Site?.Trust is { Insecure: true }
        ? facts with
        {
            More = new Dictionary<string, string>(facts.More) { ["tls verification"] = "none: any certificate is taken (insecure)" },
        }
        : facts;

    private bool Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || _trust!.Insecure)
        {
            return true;
        }

        Refused = certificate is null ? null : SeenCertificate.Of(certificate, chain, errors);
        return false;
    }
}
