using System.Globalization;
using System.Net;
using ProtoBench.Contract.Tls;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Protocols;

namespace ProtoBench.Trials;

/// <summary>Where a server of ours is, for programs. Pure.</summary>
internal static class ServedPlaces
{
    /// <param name="arm">What it serves.</param>
    /// <param name="endPoint">Where it listens.</param>
    public static ClientPlaces Of(Arm arm, EndPoint endPoint) => endPoint is not IPEndPoint ip ? new ClientPlaces() : new ClientPlaces
    {
        Url = ProtocolCatalog.Find(arm.Protocol)?.Traits.UrlScheme is { } scheme ? $"{scheme}{(arm.Tls ? "s" : "")}://{ip}" : null,
        Address = ip.Address.ToString(),
        Host = TlsIdentity.DefaultHostName,
        Port = ip.Port.ToString(CultureInfo.InvariantCulture),
    };
}
