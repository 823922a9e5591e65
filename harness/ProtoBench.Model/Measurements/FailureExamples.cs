namespace ProtoBench.Model.Measurements;

/// <summary>What the first failure of each kind complained of, warm-up included; null when there was none.</summary>
public sealed record FailureExamples
{
    public string? ConnectionLost { get; init; }

    public string? BadResponse { get; init; }

    public string? TimedOut { get; init; }
}
