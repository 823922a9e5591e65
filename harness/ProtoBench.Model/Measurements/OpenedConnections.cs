namespace ProtoBench.Model.Measurements;

/// <summary>The connections that a workload with a new connection per exchange opened inside the measuring window.</summary>
public sealed record OpenedConnections
{
    /// <summary>Connections whose exchange completed.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// From the start of connecting until a request could be sent: TCP, TLS and upgrade, or with 0-RTT nothing on the wire at all.
    /// HdrHistogram V2 compressed, base64, in nanoseconds.
    /// </summary>
    public required string Connect { get; init; }

    /// <summary>How many resumed a TLS session, as the TLS library says.</summary>
    public long Resumed { get; init; }

    /// <summary>How many had their 0-RTT accepted by the server.</summary>
    public long EarlyAccepted { get; init; }
}
