using System.Globalization;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>
/// How often Linux says that nobody listens at a port of UDP, by its settings: six times at once to each peer, and then once in so long
/// (net.ipv4.icmp_ratelimit and icmp_ratemask in the kernel's ip-sysctl; XRLIM_BURST_FACTOR in net/ipv4/route.c). Not over loopback. Of 12
/// attempts within 6 s, six were told at once and the others after 1,004 to 1,006 ms with 1,000 ms set, after 402 ms with 400.
/// </summary>
internal static class PortUnreachableLimit
{
    private const string Settings = "/proc/sys/net/ipv4/";

    // ICMP_DEST_UNREACH of include/uapi/linux/icmp.h.
    private const int Type = 3;

    /// <summary>As this network namespace has it; null: it says it every time, or does not tell.</summary>
    public static TimeSpan? OfThisMachine() => Of(Read("icmp_ratelimit"), Read("icmp_ratemask"));

    /// <param name="milliseconds">Least time between two; 0: none. Null: not known.</param>
    /// <param name="mask">Types of ICMP that it is for, a bit each. Null: not known.</param>
    public static TimeSpan? Of(long? milliseconds, long? mask) =>
        milliseconds is > 0 and var least && mask is { } types && (types & (1 << Type)) != 0 ? TimeSpan.FromMilliseconds(least) : null;

    private static long? Read(string setting)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Settings + setting), CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
