namespace ProtoBench.Model.Measurements;

/// <summary>How the exchanges whose start fell into the window ended. The sum is every exchange that was due.</summary>
public sealed record OutcomeCounts
{
    public long Completed { get; init; }

    /// <summary>
    /// No complete response within the timeout. In the latency histogram they stand with the timeout's length: a lower bound.
    /// </summary>
    public long TimedOut { get; init; }

    /// <summary>The connection broke or was refused.</summary>
    public long ConnectionLost { get; init; }

    /// <summary>An answer of the wrong length, status, version or content.</summary>
    public long BadResponse { get; init; }

    /// <summary>Due, but never sent, because the window's drain ended first (open loop).</summary>
    public long NotSent { get; init; }

    public long Failed => TimedOut + ConnectionLost + BadResponse + NotSent;

    public long Total => Completed + Failed;
}
