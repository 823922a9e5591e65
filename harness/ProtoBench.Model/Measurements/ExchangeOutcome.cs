namespace ProtoBench.Measurements;

/// <summary>How one exchange ended; counted in <see cref="OutcomeCounts"/>, where each is explained.</summary>
internal enum ExchangeOutcome
{
    Completed,
    TimedOut,
    ConnectionLost,
    BadResponse,
    NotSent,
}
