using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>
/// Invented histories on which the shipping analysis proves its promises: normal noise on the logarithm, one run in twenty an outlier of
/// +10 to +30 %, as shared machines have them.
/// </summary>
internal static class HistorySimulation
{
    private const double OutlierShare = 0.05;
    private const double SmallestOutlier = 1.10;
    private const double LargestOutlier = 1.30;

    // A change placed this far off is still the same commit for whoever looks for it.
    private const int PlacementSlack = 2;

    /// <summary>A level of 100 with noise, from run <paramref name="stepAt"/> on <paramref name="step"/> times as high.</summary>
    /// <param name="random">Where all chance comes from.</param>
    /// <param name="runs">Length.</param>
    /// <param name="deviation">Standard deviation of the noise, as a share: 0.02 is 2 %.</param>
    /// <param name="step">Factor of the change; 1 is none.</param>
    /// <param name="stepAt">First run of the new level.</param>
    /// <param name="autocorrelation">How much of a run's noise is the one's before it, 0 to below 1.</param>
    /// <param name="outlierShare">Runs that are outliers.</param>
    public static double[] Series(
        SeededRandom random, int runs, double deviation, double step =
            1, int stepAt = 0, double autocorrelation = 0, double outlierShare = OutlierShare)
    {
        var values = new double[runs];
        var noise = 0.0;
        for (var i = 0; i < runs; i++)
        {
            var fresh = Normal(random);
            noise = i == 0 ? fresh : (autocorrelation * noise) + (Math.Sqrt(1 - (autocorrelation * autocorrelation)) * fresh);
            var outlier = random.NextPositive() <= outlierShare
                ? Math.Log(SmallestOutlier) + (random.NextPositive() * Math.Log(LargestOutlier / SmallestOutlier))
                : 0;
            values[i] = 100 * (i >= stepAt ? step : 1) * Math.Exp((deviation * noise) + outlier);
        }

        return values;
    }

    /// <summary>
    /// Puts one to three incidents of one to ten runs into the runs before <paramref name="end"/>, a third to twice as high or low as the
    /// level, and in one series of four so that the last is over only three runs before the end.
    /// </summary>
    public static void AddIncidents(SeededRandom random, double[] series, int end)
    {
        const int LongestIncident = 10;
        const int FirstPlace = 8;
        var incidents = 1 + random.Next(3);
        var near = random.Next(4) == 0;
        for (var i = 0; i < incidents; i++)
        {
            var (begin, room) = (FirstPlace + ((end - FirstPlace) * i / incidents), (end - FirstPlace) / incidents);
            var length = 1 + random.Next(Math.Min(LongestIncident, room - 3));
            var place = near && i == incidents - 1 ? end - 3 - length : begin + random.Next(room - length - 2);
            var factor = 1.1 + random.NextPositive();
            factor = random.Next(2) == 0 ? factor : 1 / factor;
            for (var run = place; run < place + length; run++)
            {
                series[run] *= factor;
            }
        }
    }

    /// <summary>
    /// Would anybody watching this flat series, run by run, ever have been alarmed, in either direction, and by an alarm that was not
    /// labelled weak?
    /// </summary>
    public static (bool Ever, bool Firmly) Alarms(double[] series)
    {
        var ever = false;
        for (var length = 1; length <= series.Length; length++)
        {
            if (SeriesAnalysis.Of(series[..length]) is { Newest: not null } analysis)
            {
                ever = true;
                if (!analysis.IsWeak)
                {
                    return (true, true);
                }
            }
        }

        return (ever, false);
    }

    /// <summary>Runs at the new level until somebody watching run by run is alarmed about it; null when the series ends first.</summary>
    public static int? Delay(double[] series, int stepAt)
    {
        for (var length = stepAt + 1; length <= series.Length; length++)
        {
            if (SeriesAnalysis.Of(series[..length]).Newest is { } change && Math.Abs(change.Index - stepAt) <= PlacementSlack)
            {
                return length - stepAt;
            }
        }

        return null;
    }

    private static double Normal(SeededRandom random) => NormalDistribution.Quantile(Math.Min(random.NextPositive(), 1 - 1e-12));
}
