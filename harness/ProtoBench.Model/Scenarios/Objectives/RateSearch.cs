namespace ProtoBench.Model.Scenarios.Objectives;

/// <summary>A question for the highest offered rate at which a percentile keeps its limit.</summary>
/// <param name="Objective">The percentile and its limit.</param>
public sealed record RateSearch(Objective Objective)
{
    /// <summary>Lowest rate that is looked at, per second.</summary>
    public required double From { get; init; }

    /// <summary>Highest rate that is looked at, above <see cref="From"/>.</summary>
    public required double To { get; init; }

    /// <summary>How much each rate is above the one below, as a share: no answer is finer. Default 0.05.</summary>
    public double Step { get; init; } = 0.05;
}
