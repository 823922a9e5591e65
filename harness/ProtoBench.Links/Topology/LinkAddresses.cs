using System.Net;

namespace ProtoBench.Links.Topology;

/// <summary>The addresses of every emulated link. They exist only inside its namespaces, so they collide with nothing.</summary>
internal static class LinkAddresses
{
    public const string Interface = "em0";
    public const int PrefixLength4 = 24;
    public const int PrefixLength6 = 64;

    public static IPAddress Client { get; } = IPAddress.Parse("10.99.0.1");

    public static IPAddress Server { get; } = IPAddress.Parse("10.99.0.2");

    public static IPAddress Network { get; } = IPAddress.Parse("10.99.0.0");

    public static IPAddress Client6 { get; } = IPAddress.Parse("fd99::1");

    public static IPAddress Server6 { get; } = IPAddress.Parse("fd99::2");

    public static IPAddress Network6 { get; } = IPAddress.Parse("fd99::");

    /// <summary>
    /// Both ends of a further path over the same link, with a route of its own each way: what a route decides, such as congestion control,
    /// can differ from that of other paths.
    /// </summary>
    /// <param name="path">Which, from 0 to 119.</param>
    public static (IPAddress Client, IPAddress Server) Beside(int path)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(path, 120);
        return (new([10, 99, 0, (byte)(3 + (2 * path))]), new([10, 99, 0, (byte)(4 + (2 * path))]));
    }
}
