using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>
/// The certificates of a <see cref="ServerTrust"/>, read once: reading them takes longer than a handshake, and a workload may connect for
/// every exchange.
/// </summary>
internal sealed class TrustMaterial
{
    private static readonly ConditionalWeakTable<ServerTrust, TrustMaterial> Read = [];

    private TrustMaterial(ServerTrust trust)
    {
        Authorities = trust.AuthorityPem is { } pem ? Import(pem) : null;
        Client = trust.ClientPem is { } client ? ImportClient(client) : null;
    }

    /// <summary>Null: the system's.</summary>
    public X509Certificate2Collection? Authorities { get; }

    /// <summary>Null: none is shown.</summary>
    public SslStreamCertificateContext? Client { get; }

    /// <exception cref="IOException">A PEM text holds no usable certificate or key.</exception>
    public static TrustMaterial Of(ServerTrust trust) => Read.GetValue(trust, static trust => new TrustMaterial(trust));

    private static X509Certificate2Collection Import(string pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw new IOException($"the authorities to trust cannot be read: {error.Message} Give a PEM file of certificates", error);
        }

        return authorities.Count > 0
            ? authorities
            : throw new IOException("the file of authorities to trust holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }

    private static SslStreamCertificateContext ImportClient(string pem)
    {
        try
        {
            var all = Import(pem);

            // The first is the client's own; what follows leads to its authority (RFC 8446, 4.4.2).
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(pem, pem), [.. all.Skip(1)], offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new IOException(
                $"the client's certificate cannot be read: {error.Message} Give a PEM file with the certificate and its unencrypted key",
                error);
        }
    }
}
