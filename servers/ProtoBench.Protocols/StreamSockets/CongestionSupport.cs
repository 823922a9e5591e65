namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Which congestion controls of TCP this machine's kernel has for us.</summary>
public static class CongestionSupport
{
    private const string Available = "/proc/sys/net/ipv4/tcp_available_congestion_control";
    private const string Allowed = "/proc/sys/net/ipv4/tcp_allowed_congestion_control";

    /// <summary>
    /// Why TCP connections cannot have the congestion control <paramref name="name"/> here, with the remedy and without a full stop; null
    /// when they can. A socket asks for it, because that loads the kernel's module where this process may (tcp_ca_find_autoload in
    /// net/ipv4/tcp_cong.c); the lists of /proc alone would not tell.
    /// </summary>
    /// <param name="name">Its name in the kernel, such as <c>bbr</c>.</param>
    /// <param name="overRoute">Does a route of a namespace of ours give it to connections? A route may name any that the kernel has, and a
    /// socket of an ordinary user only those of net.ipv4.tcp_allowed_congestion_control.</param>
    public static string? WhyNot(string name, bool overRoute) =>
        SocketTuning.Allows(name) ? null : WhyNot(name, overRoute, Read(Available), Read(Allowed));

    /// <summary>The same once a socket was refused it, from what the kernel lists.</summary>
    internal static string? WhyNot(string name, bool overRoute, string available, string allowed) =>
        !available.Split(' ').Contains(name, StringComparer.Ordinal)
            ? $"this kernel has no congestion control '{name}' (net.ipv4.tcp_available_congestion_control lists {available}); "
                + $"`modprobe tcp_{name}` as root adds it where the kernel was built with it"
        : overRoute ? null
        : $"this user may not choose congestion control '{name}' (net.ipv4.tcp_allowed_congestion_control lists {allowed}); "
            + $"run as root, or have root set that list to '{allowed} {name}'";

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file).Trim() : "";
}
