using System.Security.Cryptography.X509Certificates;

namespace ProtoBench.Protocols;

/// <summary>The one certificate of a trial. The server proves it holds the key; the client trusts this certificate and nothing else.</summary>
/// <param name="Certificate">With its private key on the server's side, without on the client's.</param>
/// <param name="HostName">The name the client expects in the certificate and sends as SNI.</param>
public sealed record TlsIdentity(X509Certificate2 Certificate, string HostName = TlsIdentity.DefaultHostName)
{
    public const string DefaultHostName = "localhost";
}
