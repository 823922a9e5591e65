namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>What became of one metric that was made slower, over all suites.</summary>
internal sealed record EffectTally
{
    /// <summary>The slowdown, as a share: 0.1 is 10 %.</summary>
    public required double Effect { get; init; }

    /// <summary><c>throughput</c> or <c>p99</c>.</summary>
    public required string Metric { get; init; }

    public long Suites { get; init; }

    public long Slower { get; init; }

    public long Same { get; init; }

    public long Faster { get; init; }

    /// <summary>Suites in which the 95 % interval held the effect.</summary>
    public long Covered { get; init; }

    public EffectTally Plus(EffectTally other) => this with
    {
        Suites = Suites + other.Suites,
        Slower = Slower + other.Slower,
        Same = Same + other.Same,
        Faster = Faster + other.Faster,
        Covered = Covered + other.Covered,
    };

    public EffectTally Plus(MetricDecision decision)
    {
        var cost = decision.Cost!.Value;
        return this with
        {
            Suites = Suites + 1,
            Slower = Slower + (decision.Verdict == ComparisonVerdict.Slower ? 1 : 0),
            Same = Same + (decision.Verdict == ComparisonVerdict.Same ? 1 : 0),
            Faster = Faster + (decision.Verdict == ComparisonVerdict.Faster ? 1 : 0),
            Covered = Covered + (Math.Abs(cost.Mean - Math.Log(1 + Effect)) <= cost.HalfWidth() ? 1 : 0),
        };
    }
}
