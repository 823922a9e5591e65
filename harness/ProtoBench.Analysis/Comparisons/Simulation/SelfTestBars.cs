namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>What the rule promises. Stated in README.md; a simulation that breaks one fails <c>selftest stats</c>.</summary>
internal static class SelfTestBars
{
    private const double MostFalseSuites = 0.01;
    private const double LeastPower = 0.95;
    private const double MostCalledSame = 0.001;
    private const double LeastCoverage = 0.93;
    private const double BigEffect = 0.1;

    public static IReadOnlyList<SelfTestBar> Of(ProfileTally tally)
    {
        var name = tally.Profile.Name;
        var (throughput, tail) = (tally[BigEffect, SuiteSimulation.Throughput], tally[BigEffect, SuiteSimulation.Tail]);
        List<SelfTestBar> bars =
        [
            new($"{name}: unchanged suites with a false \"slower\"", tally.FalselySlower, tally.Suites, MostFalseSuites, AtMost: true),
            new($"{name}: unchanged suites with a false \"faster\"", tally.FalselyFaster, tally.Suites, MostFalseSuites, AtMost: true),
            new(
                $"{name}: a 10 % slowdown called \"same\"",
                throughput.Same + tail.Same,
                throughput.Suites + tail.Suites,
                MostCalledSame,
                AtMost: true),
            new($"{name}: 95 % intervals that hold the truth", Covered(tally), Intervals(tally), LeastCoverage, AtMost: false),
        ];
        if (tally.Profile.Outliers <= NoiseProfile.Medium.Outliers)
        {
            bars.Add(new($"{name}: 10 % slower throughput found", throughput.Slower, throughput.Suites, LeastPower, AtMost: false));
        }

        if (tally.Profile.Outliers <= NoiseProfile.Quiet.Outliers)
        {
            bars.Add(new($"{name}: 10 % slower p99 found", tail.Slower, tail.Suites, LeastPower, AtMost: false));
        }

        return bars;
    }

    /// <summary>Over every simulated interval, with and without an effect.</summary>
    public static double Coverage(ProfileTally tally) => Share(Covered(tally), Intervals(tally));

    private static long Covered(ProfileTally tally) => tally.Effects.Sum(effect => effect.Covered);

    private static long Intervals(ProfileTally tally) => tally.Effects.Sum(effect => effect.Suites);

    public static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
