using System.Runtime.Versioning;
using Microsoft.AspNetCore.Hosting;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>Kestrel's own HTTP/3 with its transport's defaults: to set those is a preview feature of .NET 10 (CA2252).</summary>
[SupportedOSPlatform("linux")]
internal static class Http3Listen
{
    /// <summary>What the server does whatever it is told, for the facts of its clients.</summary>
    public static IReadOnlyDictionary<string, string> Facts { get; } = new Dictionary<string, string>
    {
        // QuicTransportOptions.MaxBidirectionalStreamCount; further exchanges wait in the client.
        ["quic server maximum streams"] = "100 (Kestrel's default)",
    };

    public static async ValueTask<IProtocolServer> ListenAsync(
        EndpointSettings settings, HttpRoutes routes, TransferMeter uploads, CancellationToken cancellationToken)
    {
        MsquicOptionsOf.Check(settings);
        return await KestrelHost.StartAsync(
            settings,
            HttpDialect.Http3,
            uploads,
            routes.HandleAsync,
            cancellationToken,
            host => host.UseQuic());
    }
}
