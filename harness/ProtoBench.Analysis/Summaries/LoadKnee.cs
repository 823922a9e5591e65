using ProtoBench.Model.Measurements;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The knee of an arm's curve over offered rates, from the rates that every trial carried: a response time beyond saturation is that of the
/// trial's length and of no rate.
/// </summary>
/// <param name="Arm">The arm.</param>
/// <param name="End">What was found.</param>
/// <param name="Rate">Per second; null unless found.</param>
/// <param name="Interval">Of 95 %, from the trials; null with fewer than three a rate, or where one of them left out has no knee.</param>
/// <param name="Highest">The highest rate that was carried; null without any.</param>
internal sealed record LoadKnee(string Arm, KneeEnd End, double? Rate, (double Low, double High)? Interval, double? Highest)
{
    // Below that many trials a rate Student's factor makes any interval meaningless: with two it is 12.7.
    private const int LeastTrials = 3;

    /// <summary>One per arm; empty unless the workload has at least as many offered rates as a knee needs.</summary>
    public static IReadOnlyList<LoadKnee> Of(WorkloadSummary workload)
    {
        var steps = workload.Loads.Where(load => load.Load.IsSteady).OrderBy(load => load.Load.Rate).ToList();
        return steps.Count < PowerKnee.LeastPoints
            ? []
            : [.. steps[0].Cells.Select(first => Of(first.Arm, steps.Select(step => step.Cells.First(cell => cell.Arm == first.Arm))))];
    }

    private static LoadKnee Of(string arm, IEnumerable<CellSummary> steps)
    {
        var carried = steps.TakeWhile(cell => cell.Succeeded.Count > 0 && cell.Invalid + cell.Failed == 0 && !cell.MissedRate)
            .Select(cell => cell.Succeeded.Select(Point).OfType<(double Rate, double Response)>().ToList())
            .TakeWhile(points => points.Count > 0).ToList();
        var fit = PowerKnee.Of([.. carried.Select(Mean)]);
        return new LoadKnee(
            arm,
            fit.End,
            fit.Rate,
            fit.Rate is { } rate ? Spread(rate, carried) : null,
            carried.Count > 0 ? Mean(carried[^1]).Rate : null);
    }

    private static (double Rate, double Response)? Point(Model.Results.TrialResult trial) =>
        trial is { Measurement: { } measurement, ResponseMicroseconds: LatencySummary { Mean: > 0 } response }
            && measurement.AchievedRate is > 0 and var rate
            ? (rate, response.Mean)
            : null;

    private static (double Rate, double Response) Mean(IReadOnlyList<(double Rate, double Response)> points) =>
        (points.Average(point => point.Rate), points.Average(point => point.Response));

    // Jackknife (Tukey 1958): each round is left out once. What the knee changes by says how far it is known.
    private static (double Low, double High)? Spread(double rate, List<List<(double Rate, double Response)>> carried)
    {
        var rounds = carried.Min(points => points.Count);
        if (rounds < LeastTrials)
        {
            return null;
        }

        var pseudo = new List<double>();
        for (var left = 0; left < rounds; left++)
        {
            if (PowerKnee.Of([.. carried.Select(points => Mean([.. points.Where((_, i) => i != left)]))]).Rate is not { } without)
            {
                return null;
            }

            pseudo.Add(Math.Exp((rounds * Math.Log(rate)) - ((rounds - 1) * Math.Log(without))));
        }

        var interval = TrialInterval.Of(pseudo);
        return (interval.Low!.Value, interval.High!.Value);
    }
}
