using ProtoBench.Model.Plans;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>
/// Runs the shipping decision over simulated suites: unchanged ones for its lies, and the same with one slower scenario for its power.
/// </summary>
internal static class SuiteSimulation
{
    public const string Throughput = "throughput";
    public const string Tail = "p99";

    /// <summary>Slowdowns tried in the first scenario of every suite; 0 asks what the intervals of unchanged metrics hold.</summary>
    public static IReadOnlyList<double> Effects { get; } = [0, 0.05, 0.1];

    /// <param name="profile">The noise.</param>
    /// <param name="suites">How many suites.</param>
    /// <param name="seed">Equal seeds give equal tallies, on any number of processors.</param>
    /// <param name="pairs">Of the first stage.</param>
    /// <param name="rule">The rule; its share decides the pairs of the second stage.</param>
    public static ProfileTally Run(NoiseProfile profile, int suites, ulong seed, int pairs, ComparisonRule rule)
    {
        var total = Empty(profile);
        var profileSeed = TrialSeed.Derive(seed, TrialSeed.Hash(profile.Name));
        var gate = new Lock();
        Parallel.For(
            0,
            suites,
            () => Empty(profile),
            (suite, _, tally) => tally.Plus(One(profile, TrialSeed.Derive(profileSeed, (ulong)suite), pairs, rule)),
            tally =>
            {
                lock (gate)
                {
                    total = total.Plus(tally);
                }
            });
        return total;
    }

    private static ProfileTally Empty(NoiseProfile profile) => new()
    {
        Profile = profile,
        Effects = [.. Effects.SelectMany(
            effect => new[] { Throughput, Tail }.Select(metric => new EffectTally { Effect = effect, Metric = metric }))],
    };

    private static ProfileTally One(NoiseProfile profile, ulong seed, int pairs, ComparisonRule rule)
    {
        var suite = new SimulatedSuite(profile, seed);
        var first = Enumerable.Range(0, SimulatedSuite.Scenarios).Select(scenario => suite.Pairs(scenario, stage: 1, pairs)).ToArray();
        var tally = Empty(profile) with { Suites = 1 };
        var effects = new List<EffectTally>();
        foreach (var effect in Effects)
        {
            var (decisions, suspects) = Decide(suite, first, effect, pairs, rule);
            effects.Add(tally[effect, Throughput].Plus(decisions[0]));
            effects.Add(tally[effect, Tail].Plus(decisions[1]));
            if (effect == 0)
            {
                tally = tally with
                {
                    FalselySlower = decisions.Any(decision => decision.Verdict == ComparisonVerdict.Slower) ? 1 : 0,
                    FalselyFaster = decisions.Any(decision => decision.Verdict == ComparisonVerdict.Faster) ? 1 : 0,
                    Suspects = suspects,
                    Same = decisions.Count(decision => decision.Verdict == ComparisonVerdict.Same),
                };
            }
        }

        return tally with { Effects = effects };
    }

    private static (MetricDecision[] Decisions, int Suspects) Decide(
        SimulatedSuite suite, (double[] Throughput, double[] Tail)[] first, double effect, int pairs, ComparisonRule rule)
    {
        var slowdown = Math.Log(1 + effect);
        var metrics = new MetricEstimate[SimulatedSuite.Metrics];
        for (var metric = 0; metric < metrics.Length; metric++)
        {
            var differences = SimulatedSuite.IsTail(metric) ? first[metric / 2].Tail : first[metric / 2].Throughput;
            var cost = Shifted(TrimmedMean.Of(differences), metric, slowdown);
            metrics[metric] = new MetricEstimate(SimulatedSuite.IsTail(metric) ? Tail : Throughput, cost, rule.Margin);
        }

        var decisions = SuiteDecision.FirstStage(metrics, rule);
        var fresh = new MeanEstimate?[metrics.Length];
        var confirming = (int)Math.Round(rule.ConfirmingShare * pairs);
        for (var metric = 0; metric < metrics.Length; metric++)
        {
            if (decisions[metric].IsSuspect)
            {
                var again = suite.Pairs(metric / 2, stage: 2, confirming);
                fresh[metric] = Shifted(TrimmedMean.Of(SimulatedSuite.IsTail(metric) ? again.Tail : again.Throughput), metric, slowdown);
            }
        }

        return (SuiteDecision.SecondStage(metrics, decisions, fresh, rule), decisions.Count(decision => decision.IsSuspect));
    }

    // A slowdown moves the logarithm of every trial of the new side alike, so it moves the mean and leaves the error.
    private static MeanEstimate Shifted(MeanEstimate cost, int metric, double slowdown) =>
        metric < 2 ? cost with { Mean = cost.Mean + slowdown } : cost;
}
