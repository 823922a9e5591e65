using System.Globalization;
using System.Net;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Protocols;

namespace ProtoBench.Trials;

/// <summary>Where a server is, for programs. Pure.</summary>
internal static class ServedPlaces
{
    /// <param name="arm">What it serves.</param>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="site">What is known of it where it is not ours; null: it is.</param>
    public static ClientPlaces Of(Arm arm, EndPoint endPoint, ForeignSite? site = null)
    {
        if (endPoint is not IPEndPoint ip)
        {
            return new ClientPlaces();
        }

        var path = site?.UpgradeTarget.TrimEnd('/');
        return new ClientPlaces
        {
            Url =
                ProtocolCatalog.Find(arm.Protocol)?.Traits.UrlScheme is { } scheme ? $"{scheme}{(arm.Tls ? "s" : "")}://{ip}{path}" : null,
            Address = ip.Address.ToString(),
            Host = TlsIdentity.DefaultHostName,
            Port = ip.Port.ToString(CultureInfo.InvariantCulture),
        };
    }
}
