namespace ProtoBench.Model.Clocks;

/// <summary>One question to a process for its clock. All times are nanoseconds of CLOCK_MONOTONIC.</summary>
/// <param name="Sent">When it was asked, on the asker's clock.</param>
/// <param name="Told">What it answered.</param>
/// <param name="Received">When the answer was read, on the asker's clock.</param>
public readonly record struct ClockReading(long Sent, long Told, long Received)
{
    /// <summary>How long the question and its answer took together.</summary>
    public long RoundTrip => Received - Sent;
}
