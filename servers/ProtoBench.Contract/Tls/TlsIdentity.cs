using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProtoBench.Contract.Tls;

/// <summary>
/// The one certificate of a trial. The server proves it holds the key; the client trusts this certificate and nothing else, and checks
/// name, dates and signature as for any other (there is no "accept any"). Always TLS 1.3 (RFC 8446).
/// </summary>
public sealed class TlsIdentity : IDisposable
{
    /// <summary>The name in every certificate made here, sent as SNI.</summary>
    public const string DefaultHostName = "localhost";

    /// <param name="certificate">With its private key on the server's side, without on the client's. Owned by the new identity.</param>
    /// <param name="hostName">The name the client expects in the certificate.</param>
    public TlsIdentity(X509Certificate2 certificate, string hostName = DefaultHostName)
    {
        Certificate = certificate;
        HostName = hostName;
    }

    public X509Certificate2 Certificate { get; }

    public string HostName { get; }

    /// <summary>
    /// Makes a self-signed ECDSA P-256 certificate for <paramref name="hostName"/> and the loopback addresses. P-256 because it is what
    /// public certificates use and keeps the server's first flight within the initial window.
    /// </summary>
    /// <param name="hostName">Name the certificate is for.</param>
    /// <param name="notBefore">Default: a day ago, for clients on hosts whose clocks are behind.</param>
    /// <param name="notAfter">Default: in 7 days.</param>
    /// <param name="address">A further address it is for, such as that at the end of an emulated link; null: none.</param>
    public static TlsIdentity Create(
        string hostName = DefaultHostName, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, IPAddress? address = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = DateTimeOffset.UtcNow;
        var certificate = request.CreateSelfSigned(notBefore ?? now.AddDays(-1), notAfter ?? now.AddDays(7));
        return new TlsIdentity(certificate, hostName);
    }

    /// <summary>The client's half, from <see cref="CertificatePem"/>.</summary>
    public static TlsIdentity FromPem(string pem, string hostName = DefaultHostName) => new(X509Certificate2.CreateFromPem(pem), hostName);

    /// <summary>The server's half, from <see cref="ServerPem"/>.</summary>
    public static TlsIdentity FromServerPem(string pem, string hostName = DefaultHostName) =>
        new(X509Certificate2.CreateFromPem(pem, pem), hostName);

    /// <summary>The certificate and its private key, for another server that is to follow this one.</summary>
    public string ServerPem() => CertificatePem() + "\n" + PrivateKeyPem();

    /// <summary>The certificate without its key, for the other process.</summary>
    public string CertificatePem() => Certificate.ExportCertificatePem();

    /// <summary>The private key in PKCS#8 PEM, for servers that are not .NET. Server's side only.</summary>
    public string PrivateKeyPem()
    {
        using var key = Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("this identity has no private key");
        return key.ExportPkcs8PrivateKeyPem();
    }

    public SslServerAuthenticationOptions ServerOptions(params IEnumerable<SslApplicationProtocol> protocols) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, additionalCertificates: null, offline: true),
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [.. protocols],
    };

    public SslClientAuthenticationOptions ClientOptions(params IEnumerable<SslApplicationProtocol> protocols) => new()
    {
        TargetHost = HostName,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [.. protocols],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public void Dispose() => Certificate.Dispose();
}
