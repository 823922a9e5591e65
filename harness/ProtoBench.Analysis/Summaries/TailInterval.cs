using ProtoBench.Model.Measurements;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Summaries;

/// <summary>The 95 % interval over trials of each percentile, for the bands of percentile plots.</summary>
internal static class TailInterval
{
    private const double SamplesBeyond = 10;

    // The middle, then three a nine: bands are smooth enough with few corners.
    private static readonly double[] Quantiles =
        [0.1, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99999];

    /// <summary>One trial's values in microseconds, as far as ten of its samples lie beyond.</summary>
    public static IReadOnlyList<double> Read(LatencyHistogram trial)
    {
        var quantiles = Quantiles.TakeWhile(quantile => (1 - quantile) * trial.Count >= SamplesBeyond * (1 - 1e-9)).ToArray();
        return [.. trial.Quantiles(quantiles).Select(value => value / 1e3)];
    }

    /// <summary>The interval at each percentile that every trial has; empty with fewer than two trials.</summary>
    public static IReadOnlyList<BandPoint> Of(IReadOnlyList<IReadOnlyList<double>> trials)
    {
        if (trials.Count < 2)
        {
            return [];
        }

        var points = new List<BandPoint>();
        for (var i = 0; i < trials.Min(trial => trial.Count); i++)
        {
            var values = trials.Select(trial => trial[i]).ToArray();
            if (values.All(value => value > 0) && TrialInterval.Of(values) is { Low: { } low, High: { } high })
            {
                points.Add(new BandPoint(Quantiles[i], low, high));
            }
        }

        return points;
    }
}
