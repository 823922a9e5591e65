using System.Text;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// The percentile distribution as HdrHistogram's <c>outputPercentileDistribution</c> prints it: the <c>.hgrm</c> files its plotters read.
/// Values are the highest of their bucket, and never more than the recorded maximum.
/// </summary>
internal static class HgrmText
{
    public const double Microseconds = 1e3;
    public const double Milliseconds = 1e6;

    /// <summary>Lines per halving of the distance to 100 %, HdrHistogram's default.</summary>
    public const int DefaultTicks = 5;

    /// <param name="histogram">What to print; it may be empty.</param>
    /// <param name="nanosecondsPerUnit"><see cref="Microseconds"/> or <see cref="Milliseconds"/>.</param>
    /// <param name="ticksPerHalfDistance">Lines from 0 to 50 %, again from 50 to 75 %, and so on.</param>
    public static string Of(LatencyHistogram histogram, double nanosecondsPerUnit, int ticksPerHalfDistance = DefaultTicks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nanosecondsPerUnit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksPerHalfDistance);
        var text = new StringBuilder("       Value     Percentile TotalCount 1/(1-Percentile)\n\n");
        AppendLines(text, histogram, nanosecondsPerUnit, ticksPerHalfDistance);
        AppendFooter(text, histogram, nanosecondsPerUnit);
        return text.ToString();
    }

    private static void AppendLines(StringBuilder text, LatencyHistogram histogram, double unit, int ticks)
    {
        var level = 0.0;
        var cumulative = 0L;
        foreach (var bucket in histogram.Buckets())
        {
            cumulative += bucket.Count;
            var value = Rounded(Math.Min(bucket.Highest, histogram.Maximum) / unit);
            // The last bucket gets one line for its level and then the one for 100 %; any other as many as it has levels.
            while (level <= 100.0 * cumulative / histogram.Count)
            {
                text.Append($"{value,12:F3} {Rounded(level / 100):F12} {cumulative,10} {Rounded(1 / (1 - (level / 100))),14:F2}\n");
                level = NextLevel(level, ticks);
                if (cumulative == histogram.Count)
                {
                    text.Append($"{value,12:F3} {1.0:F12} {cumulative,10}\n");
                    break;
                }
            }
        }
    }

    // Java and JavaScript round the shortest decimal that means the number, .NET its exact binary value: they differ where a 5 is cut off.
    // A decimal made of a double has 15 digits, which is that shortest one here.
    private static decimal Rounded(double value) => (decimal)value;

    // The tick is cut in half each time half of the remaining distance to 100 % has been walked.
    private static double NextLevel(double level, int ticks)
    {
        var halvings = Math.Floor(Math.Log2(100 / (100 - level))) + 1;
        return level + (100 / (ticks * Math.Pow(2, halvings)));
    }

    private static void AppendFooter(StringBuilder text, LatencyHistogram histogram, double unit)
    {
        var mean = histogram.Count == 0 ? 0 : histogram.Mean;
        var layout = HistogramLayout.Own;
        var deviation = Rounded(StandardDeviation(histogram, mean) / unit);
        text.Append($"#[Mean    = {Rounded(mean / unit),12:F3}, StdDeviation   = {deviation,12:F3}]\n");
        text.Append($"#[Max     = {Rounded(histogram.Maximum / unit),12:F3}, Total count    = {histogram.Count,12}]\n");
        text.Append($"#[Buckets = {layout.BucketCount,12}, SubBuckets     = {layout.SubBucketCount,12}]\n");
    }

    private static double StandardDeviation(LatencyHistogram histogram, double mean)
    {
        var squares = 0.0;
        foreach (var bucket in histogram.Buckets())
        {
            var deviation = bucket.Lowest + ((bucket.Highest - bucket.Lowest + 1) / 2) - mean;
            squares += deviation * deviation * bucket.Count;
        }

        return Math.Sqrt(squares / Math.Max(histogram.Count, 1));
    }
}
