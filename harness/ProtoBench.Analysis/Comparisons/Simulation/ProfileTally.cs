namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>
/// Counts over the simulated suites of one profile. Whole numbers, so the order in which suites were simulated cannot show.
/// </summary>
internal sealed record ProfileTally
{
    public required NoiseProfile Profile { get; init; }

    public long Suites { get; init; }

    /// <summary>Unchanged suites that held at least one "slower".</summary>
    public long FalselySlower { get; init; }

    /// <summary>Unchanged suites that held at least one "faster".</summary>
    public long FalselyFaster { get; init; }

    /// <summary>Metrics of unchanged suites that were suspect, in either direction: what the second stage costs.</summary>
    public long Suspects { get; init; }

    /// <summary>Metrics of unchanged suites that were shown to be the same.</summary>
    public long Same { get; init; }

    /// <summary>One for each effect and metric, no effect among them.</summary>
    public required IReadOnlyList<EffectTally> Effects { get; init; }

    public ProfileTally Plus(ProfileTally other) => this with
    {
        Suites = Suites + other.Suites,
        FalselySlower = FalselySlower + other.FalselySlower,
        FalselyFaster = FalselyFaster + other.FalselyFaster,
        Suspects = Suspects + other.Suspects,
        Same = Same + other.Same,
        Effects = [.. Effects.Zip(other.Effects, (mine, others) => mine.Plus(others))],
    };

    /// <summary>The tally of one effect on one metric.</summary>
    public EffectTally this[double effect, string metric] => Effects.First(tally => tally.Effect == effect && tally.Metric == metric);
}
