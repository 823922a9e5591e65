namespace ProtoBench.Links;

/// <summary>What the kernel offers.</summary>
internal static class LinkAvailability
{
    /// <summary>Congestion controls the kernel has loaded.</summary>
    public static IReadOnlyList<string> CongestionControls() =>
        File.ReadAllText("/proc/sys/net/ipv4/tcp_available_congestion_control")
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
