namespace ProtoBench.Model.Measurements;

/// <summary>
/// Connections that the server closed as it had announced, over the whole trial, warm-up included. No exchange was lost with them.
/// </summary>
public sealed record AnnouncedCloses
{
    public required int Count { get; init; }

    /// <summary>How the first was announced, such as <c>Connection: close</c> or <c>GOAWAY</c>.</summary>
    public required string How { get; init; }

    /// <summary>
    /// Mean time that opening the next connection took, in microseconds. It lies between exchanges: in their rate, not in their latency.
    /// </summary>
    public required double ReconnectMicroseconds { get; init; }

    /// <summary>
    /// Requests that met the announcement on their way, were not answered, and were sent again; their latency counts from the first time.
    /// </summary>
    public int Repeated { get; init; }
}
