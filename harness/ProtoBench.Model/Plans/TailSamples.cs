using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>How long an open loop must be measured until a trial has the arrivals that a percentile needs. Pure.</summary>
internal static class TailSamples
{
    // With a random number of arrivals half of all windows would hold fewer than their mean; three standard errors more, and one of 700
    // does.
    private const double Spare = 3;

    // What people come for; it is told first.
    private const string Asked = "p99";

    /// <summary>Percentiles by name, in ascending order, with the exchanges that a trial needs for each (ten beyond it).</summary>
    public static IReadOnlyList<(string Name, long Samples)> Percentiles { get; } =
    [
        ("p50", 2 * LatencySummaries.FewestBeyond), ("p90", 10 * LatencySummaries.FewestBeyond), (
            "p99", 100 * LatencySummaries.FewestBeyond), ("p99.9", 1_000 * LatencySummaries.FewestBeyond),
    ];

    /// <summary>Measured seconds that a percentile needs at an offered rate.</summary>
    public static double Seconds(string percentile, LoadPoint load)
    {
        var samples = Percentiles.First(entry => entry.Name == percentile).Samples;

        // Poisson: n − 3√n ≥ samples, solved for n.
        var root = (Spare + Math.Sqrt((Spare * Spare) + (4 * samples))) / 2;
        return (load.Arrivals == ArrivalLaw.Poisson ? root * root : samples)
            / (load.Rate ?? throw new ArgumentException("a closed load offers no rate", nameof(load)));
    }

    /// <summary>For example <c>p99 needs 5 s at 200/s</c>.</summary>
    public static string Needs(string percentile, LoadPoint load) =>
        $"{percentile} needs {(load.Arrivals == ArrivalLaw.Poisson ? "about " : "")}{Time(Seconds(percentile, load))} at "
            + $"{Rate(load)}{(load.Arrivals == ArrivalLaw.Poisson ? ", Poisson" : "")}";

    /// <summary>What a plan's trials will have at each offered rate, as sentences: every percentile with the time it needs.</summary>
    public static IReadOnlyList<string> Of(Plan plan)
    {
        var measured = plan.Scenario.Duration.TotalSeconds;
        var loads = plan.Cells
            .Where(cell => cell.Runs && cell.Load is { Loop: LoopKind.Open, Rate: > 0 })
            .Select(cell => cell.Load)
            .Distinct()
            .OrderBy(load => load.Rate);
        return [.. loads.Select(load => Sentence(load, measured))];
    }

    private static string Sentence(LoadPoint load, double measured)
    {
        var missing = Percentiles.Where(entry => Seconds(entry.Name, load) > measured * (1 + 1e-9)).Select(entry => entry.Name).ToList();
        var needs = string.Join(", ", Percentiles.Where(entry => entry.Name is Asked or "p99.9" || missing.Contains(entry.Name)).OrderBy(
            entry => entry.Name == Asked ? 0 : 1).Select(
            (entry, index) => index == 0 ? Needs(entry.Name, load) : $"{entry.Name} {Time(Seconds(entry.Name, load))}"));
        return $"{load.Name}: {needs}; trials measure {Time(measured)}"
            + (missing.Count == 0
                ? ", so all are there."
                : $", so {(missing.Count == 1 ? $"{missing[0]} is" : $"{string.Join(", ", missing.SkipLast(1))} and {missing[^1]} are")} missing.");
    }

    private static string Rate(LoadPoint load) => load.Rate!.Value.ToString("0.####", CultureInfo.InvariantCulture) + "/s";

    private static string Time(double seconds) => seconds switch
    {
        < 1 => (seconds * 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " ms",
        < 100 => seconds.ToString("0.#", CultureInfo.InvariantCulture) + " s",
        _ => Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture) + " s",
    };
}
