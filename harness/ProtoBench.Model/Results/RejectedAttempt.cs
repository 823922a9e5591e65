namespace ProtoBench.Model.Results;

/// <summary>
/// A measurement that its link spoiled, and that was therefore made again. Rejected for what the link did, before anybody looked at the
/// figures.
/// </summary>
public sealed record RejectedAttempt
{
    /// <summary>Whole length in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What was wrong with the link, as sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Folder of the processes' logs, relative to the run folder.</summary>
    public string? Logs { get; init; }
}
