using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean;

/// <summary>What TLS is told: to trust the trial's certificate, or what the user trusts.</summary>
internal static class LeanTls
{
    /// <exception cref="IOException">The certificates to trust or to show cannot be read.</exception>
    public static SslClientAuthenticationOptions OptionsOf(EndpointSettings settings, SslApplicationProtocol alpn)
    {
        if (settings.Site is not { Trust: { } trust } site)
        {
            return (settings.Tls ?? throw new ArgumentException("these settings are for plain text", nameof(settings))).ClientOptions(alpn);
        }

        try
        {
            return OptionsOf(site, trust, alpn);
        }
        catch (CryptographicException error)
        {
            throw new IOException($"the certificates to trust or to show cannot be read: {error.Message}", error);
        }
    }

    private static SslClientAuthenticationOptions OptionsOf(ForeignSite site, ServerTrust trust, SslApplicationProtocol alpn)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (trust.AuthorityPem is { } authority)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(authority);
        }

        var options = new SslClientAuthenticationOptions
        {
            TargetHost = (trust.ServerName ?? site.Host).Trim('[', ']'),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [alpn],
            CertificateChainPolicy = policy,
        };
        if (trust.ClientPem is { } client)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPem(client, client), additionalCertificates: null, offline: true);
        }

        if (trust.Insecure)
        {
#pragma warning disable CA5359 // The user asks for it, and every report tells.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }
}
