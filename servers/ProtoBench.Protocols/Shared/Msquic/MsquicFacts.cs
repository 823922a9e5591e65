using System.Net.Quic;
using System.Runtime.Versioning;
using System.Security.Authentication;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>Connection facts from the little that System.Net.Quic tells about a connection.</summary>
[SupportedOSPlatform("linux")]
internal static class MsquicFacts
{
    /// <param name="connection">Connected.</param>
    /// <param name="protocol">As its standard calls it.</param>
    /// <param name="client">What asks on top of msquic.</param>
    /// <param name="more">Settings that were given.</param>
    public static ConnectionFacts Describe(
        QuicConnection connection, string protocol, string client, IReadOnlyDictionary<string, string>? more = null) => new()
        {
            Protocol = protocol,
            Client = $".NET {Environment.Version} {client}, {MsquicSupport.Versions}",
            Tls = connection.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : connection.SslProtocol.ToString(),
            CipherSuite = connection.NegotiatedCipherSuite.ToString(),
            Alpn = connection.NegotiatedApplicationProtocol.ToString(),
            TlsResumed = false,
            More = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
            {
                ["quic backend"] = QuicBackend.Msquic,
                // quicdef.h (2.5.10): QUIC_CONGESTION_CONTROL_ALGORITHM_DEFAULT. No fact of the connection: nobody can ask which one it
                // uses.
                ["quic congestion control"] = "msquic's default (cubic in 2.x); .NET cannot choose or read it",
                ["quic completions"] = "thread pool",
            },
        };
}
