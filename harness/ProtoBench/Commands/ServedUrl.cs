using System.Net;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Commands;

/// <summary>Where a server of ours is, as browsers and curl write it.</summary>
internal static class ServedUrl
{
    private static readonly Dictionary<string, (string Plain, string Tls)> Schemes = new(StringComparer.Ordinal)
    {
        ["http1"] = ("http", "https"),
        ["http2"] = ("http", "https"),
        ["http3"] = ("http", "https"),
        ["grpc"] = ("http", "https"),
        ["websocket"] = ("ws", "wss"),
    };

    /// <summary>For example <c>http://127.0.0.1:8080/</c>; null for protocols that have no URLs.</summary>
    /// <param name="arm">What is served.</param>
    /// <param name="endPoint">Where; of a server at every address, the loopback one is named.</param>
    public static string? Of(Arm arm, EndPoint endPoint) =>
        endPoint is IPEndPoint ip && Schemes.TryGetValue(arm.Protocol, out var scheme)
            ? $"{(arm.Tls ? scheme.Tls : scheme.Plain)}://{Reachable(ip)}/"
            : null;

    private static IPEndPoint Reachable(IPEndPoint endPoint) =>
        endPoint.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, endPoint.Port)
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, endPoint.Port)
            : endPoint;
}
