using System.Net;

namespace ProtoBench.Load.Loops;

/// <summary>What the traffic of a trial crosses.</summary>
internal enum TrialPath
{
    /// <summary>Nothing that could lose a packet.</summary>
    Loopback,

    /// <summary>An emulated link, whose namespaces hold nothing but the trial.</summary>
    Link,

    /// <summary>A network, which others use too.</summary>
    Network,
}

/// <summary>Tells it from what a side was told.</summary>
internal static class TrialPaths
{
    /// <param name="overLink">Is there an emulated link?</param>
    /// <param name="endPoint">Where the server listens.</param>
    public static TrialPath Of(bool overLink, EndPoint endPoint) =>
        overLink ? TrialPath.Link
        : endPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address) ? TrialPath.Network
        : TrialPath.Loopback;
}
