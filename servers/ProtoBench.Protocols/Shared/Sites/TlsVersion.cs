using System.Net.Security;
using System.Security.Authentication;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>The version of TLS as facts tell it.</summary>
internal static class TlsVersion
{
    public static string NameOf(SslStream secured) => secured.SslProtocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        var other => other.ToString(),
    };
}
