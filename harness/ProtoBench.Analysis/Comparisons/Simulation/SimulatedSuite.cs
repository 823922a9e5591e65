using ProtoBench.Model.Plans;

namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>
/// Makes the trials of one suite: 25 scenarios with a throughput and a p99 each, in which nothing has changed. An effect is added by the
/// caller: on logarithms a slowdown is a constant.
/// </summary>
internal sealed class SimulatedSuite
{
    public const int Scenarios = 25;
    public const int Metrics = 2 * Scenarios;

    private const double EnvironmentCorrelation = 0.8;
    private const int Windows = 30;
    private const double WindowCorrelation = 0.5;

    // Tails vary more than rates: twice between processes, half as much again with the machine and from window to window.
    private const double TailProcess = 2;
    private const double TailAmplification = 1.5;

    private readonly NoiseProfile _profile;
    private readonly ulong _seed;
    private readonly double[] _process = new double[Metrics];

    public SimulatedSuite(NoiseProfile profile, ulong seed)
    {
        (_profile, _seed) = (profile, seed);
        var random = new GaussianRandom(TrialSeed.Derive(seed, 0));
        for (var metric = 0; metric < Metrics; metric++)
        {
            _process[metric] = profile.Process * Math.Exp(profile.ProcessSpread * random.Normal()) * (IsTail(metric) ? TailProcess : 1);
        }
    }

    /// <summary>Metrics alternate: throughput, p99, throughput, …</summary>
    public static bool IsTail(int metric) => metric % 2 == 1;

    /// <summary>Logarithmic cost differences of fresh pairs, the servers started in the order AB BA AB ….</summary>
    /// <param name="scenario">From 0.</param>
    /// <param name="stage">Pairs of another stage are other processes.</param>
    /// <param name="pairs">How many.</param>
    /// <returns>Those of the scenario's throughput and of its p99.</returns>
    public (double[] Throughput, double[] Tail) Pairs(int scenario, int stage, int pairs)
    {
        var random = new GaussianRandom(TrialSeed.Derive(_seed, 1, (ulong)scenario, (ulong)stage));
        var environment = Environment(random, 2 * pairs);
        return (Differences(random, 2 * scenario, environment, pairs), Differences(random, (2 * scenario) + 1, environment, pairs));
    }

    // The same machine carries both metrics of a scenario, so they share what it does.
    private double[] Environment(GaussianRandom random, int starts)
    {
        var drift = _profile.Drift * ((2 * random.Uniform()) - 1);
        var innovation = Math.Sqrt(1 - (EnvironmentCorrelation * EnvironmentCorrelation));
        var state = random.Normal();
        var values = new double[starts];
        for (var start = 0; start < starts; start++)
        {
            values[start] = (_profile.Environment * state) + (drift * ((2.0 * start / (starts - 1)) - 1));
            state = (EnvironmentCorrelation * state) + (innovation * random.Normal());
        }

        return values;
    }

    private double[] Differences(GaussianRandom random, int metric, double[] environment, int pairs)
    {
        var differences = new double[pairs];
        for (var pair = 0; pair < pairs; pair++)
        {
            var baseFirst = pair % 2 == 0;
            var first = Trial(random, metric, environment[2 * pair]);
            var second = Trial(random, metric, environment[(2 * pair) + 1]);
            differences[pair] = baseFirst ? second - first : first - second;
        }

        return differences;
    }

    private double Trial(GaussianRandom random, int metric, double environment)
    {
        var amplification = IsTail(metric) ? TailAmplification : 1;
        var value = (amplification * environment) + (_process[metric] * random.Normal());
        value += amplification * _profile.Window * WindowMean * random.Normal();
        return random.Uniform() <= _profile.Outliers
            ? value + Math.Log(1.1 + (0.2 * random.Uniform()))
            : value;
    }

    // Standard deviation of the mean of thirty windows of a first-order process, whose own standard deviation is 1. The mean is normal, so
    // drawing it at once is the same as drawing the windows.
    private static double WindowMean { get; } = Math.Sqrt(
        (1 + (2 * Enumerable.Range(1, Windows - 1).Sum(lag => (1 - ((double)lag / Windows)) * Math.Pow(WindowCorrelation, lag))))
            / Windows);
}
