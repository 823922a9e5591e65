using ProtoBench.Links.Native;

namespace ProtoBench.Links;

/// <summary>What the kernel offers.</summary>
internal static class LinkAvailability
{
    /// <summary>Congestion controls the kernel has loaded.</summary>
    public static IReadOnlyList<string> CongestionControls() =>
        File.ReadAllText("/proc/sys/net/ipv4/tcp_available_congestion_control").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether tc can put a netem queue on a device, found out by doing it inside a throw-away namespace.</summary>
    public static bool HasNetem()
    {
        using var probe = new NetworkNamespace("probe");
        return TrafficControl.Run(probe, "qdisc add dev lo root netem delay 1ms") is null;
    }
}
