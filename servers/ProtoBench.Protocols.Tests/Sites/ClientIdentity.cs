using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>A self-signed certificate for the client's side of mTLS.</summary>
internal sealed class ClientIdentity : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ClientIdentity()
    {
        var request = new CertificateRequest("CN=client", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1));
        CertificatePem = certificate.ExportCertificatePem();
    }

    public string CertificatePem { get; }

    /// <summary>Certificate and key in one text.</summary>
    public string Pem => CertificatePem + "\n" + _key.ExportPkcs8PrivateKeyPem();

    public void Dispose() => _key.Dispose();
}
