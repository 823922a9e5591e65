using System.Net;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;

namespace ProtoBench.Commands;

/// <summary>Where a server of ours is, as browsers and curl write it.</summary>
internal static class ServedUrl
{
    /// <summary>For example <c>http://127.0.0.1:8080/</c>; null for protocols that have no URLs.</summary>
    /// <param name="arm">What is served.</param>
    /// <param name="endPoint">Where; of a server at every address, the loopback one is named.</param>
    public static string? Of(Arm arm, EndPoint endPoint) =>
        endPoint is IPEndPoint ip && ProtocolCatalog.Find(arm.Protocol)?.Traits.UrlScheme is { } scheme
            ? $"{scheme}{(arm.Tls ? "s" : "")}://{Reachable(ip)}/"
            : null;

    private static IPEndPoint Reachable(IPEndPoint endPoint) =>
        endPoint.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, endPoint.Port)
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, endPoint.Port)
            : endPoint;
}
