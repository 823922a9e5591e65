namespace ProtoBench.Model.Measurements;

/// <summary>How one exchange ended; counted in <see cref="OutcomeCounts"/>, where each is explained.</summary>
internal enum ExchangeOutcome
{
    Completed,
    TimedOut,
    ConnectionLost,
    BadResponse,
    NotSent,
}
