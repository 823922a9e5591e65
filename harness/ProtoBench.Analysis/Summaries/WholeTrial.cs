using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// What a trial did from its first connection to its end. A link counts packets over that time, not over the measuring window.
/// </summary>
internal static class WholeTrial
{
    private const double MiB = 1 << 20;

    /// <summary>Exchanges completed, or MiB received, warm-up included; null when the trial recorded no rate over time.</summary>
    public static double? Work(TrialResult trial)
    {
        var series = trial.Measurement?.Series ?? [];
        if (series.Count < 2)
        {
            return null;
        }

        // A sample tells the end of its interval; the first one's is taken to be as long as the second's.
        var work = series[0].Rate * (series[1].Second - series[0].Second);
        for (var i = 1; i < series.Count; i++)
        {
            work += series[i].Rate * (series[i].Second - series[i - 1].Second);
        }

        var unit = trial.Measurement!.GoodputBytesPerSecond is null ? 1 : MiB;
        return work > 0 ? work / unit : null;
    }

    /// <summary>
    /// Merges neighbouring samples until each stands for at least <paramref name="events"/>, and there are at most <paramref name="most"/>.
    /// </summary>
    /// <returns>Samples whose rate is the mean over their merged interval.</returns>
    public static IReadOnlyList<RateSample> Merge(IReadOnlyList<RateSample> series, double events, int most)
    {
        var merged = new List<RateSample>();
        var least = (int)Math.Ceiling(series.Count / (double)Math.Max(1, most));
        var (seconds, sum, count) = (0.0, 0.0, 0);
        for (var i = 0; i < series.Count; i++)
        {
            var length = i > 0 ? series[i].Second - series[i - 1].Second : series.Count > 1 ? series[1].Second - series[0].Second : 0;
            (seconds, sum, count) = (seconds + length, sum + (series[i].Rate * length), count + 1);

            // Warm-up and window stay apart.
            var border = series[i].Second <= 0 && i + 1 < series.Count && series[i + 1].Second > 0;
            if ((count >= least && sum >= events) || border)
            {
                merged.Add(new RateSample(series[i].Second, seconds > 0 ? sum / seconds : series[i].Rate));
                (seconds, sum, count) = (0, 0, 0);
            }
        }

        return merged;
    }
}
