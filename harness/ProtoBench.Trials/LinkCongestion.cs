using ProtoBench.Load.Children;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Which congestion control the route of a link gets.</summary>
internal static class LinkCongestion
{
    /// <summary>
    /// That of the arms, where all of them ask for the same; null: the profile's. What a route says replaces what a socket has asked for,
    /// when it connects and when it is accepted (RTAX_CC_ALGO; tcp_ca_dst_init in net/ipv4/tcp_output.c).
    /// </summary>
    public static string? Of(IEnumerable<Arm> arms)
    {
        var asked = arms.Where(arm => ArmEndpoint.TraitsOf(arm).OverTcp).Select(arm => arm.CongestionControl)
            .Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 1 ? asked[0] : null;
    }
}
