namespace ProtoBench.Model.Measurements;

/// <summary>
/// What came back for requests of the user's own whose start fell into the measuring window. Histograms are HdrHistogram V2 compressed,
/// base64, in nanoseconds; they hold exchanges that got a complete response with an expected status.
/// </summary>
public sealed record AnsweredRequests
{
    /// <summary>Every status that came, expected or not, in ascending order.</summary>
    public required IReadOnlyList<StatusCount> Statuses { get; init; }

    /// <summary>By request, in the order of the scenario.</summary>
    public required IReadOnlyList<NamedRequest> Requests { get; init; }

    /// <summary>
    /// From the start of the exchange, or from when its own connection was up, until the request had been sent. Null: no protocol told.
    /// </summary>
    public string? Sent { get; init; }

    /// <summary>From then until the first byte of the response: the network there and back, and the server.</summary>
    public string? FirstByte { get; init; }

    /// <summary>From then until the last byte.</summary>
    public string? LastByte { get; init; }
}

/// <summary>How often a status came.</summary>
public sealed record StatusCount(int Status, long Count);

/// <summary>One of the workload's requests.</summary>
public sealed record NamedRequest
{
    /// <summary>As the scenario calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Exchanges that were answered as expected.</summary>
    public required long Completed { get; init; }

    /// <summary>Exchanges that were not: time-outs, lost connections, unexpected statuses.</summary>
    public required long Failed { get; init; }

    /// <summary>Of the bodies of those that completed, as they came over the wire.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>
    /// Response times as in <see cref="Measurement.Response"/>; null where it is the only request, whose times those are.
    /// </summary>
    public string? Response { get; init; }
}
