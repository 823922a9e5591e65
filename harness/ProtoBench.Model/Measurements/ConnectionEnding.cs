namespace ProtoBench.Model.Measurements;

/// <summary>
/// One way in which the server ended connections that were opened again, over the whole trial, warm-up included. No exchange failed of it.
/// </summary>
public sealed record ConnectionEnding
{
    /// <summary>How it was announced, such as <c>Connection: close</c> or <c>GOAWAY</c>; or what was found where it was not.</summary>
    public required string How { get; init; }

    public required bool Announced { get; init; }

    public required int Count { get; init; }

    /// <summary>Requests that met the end on their way, were not answered, and were sent again; their latency counts from the first
    /// time.</summary>
    public int Repeated { get; init; }

    /// <summary>Mean time that opening the next connection took, in microseconds.</summary>
    public double ReconnectMicroseconds { get; init; }
}
