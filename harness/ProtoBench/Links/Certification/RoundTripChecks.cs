namespace ProtoBench.Links.Certification;

/// <summary>Compares measured round trips with the model's. Pure.</summary>
internal static class RoundTripChecks
{
    /// <param name="measured">Sorted, in nanoseconds.</param>
    /// <param name="expected">Sorted, in nanoseconds.</param>
    /// <param name="sent">Probes sent.</param>
    /// <param name="answered">Share of them that the model answers.</param>
    public static IReadOnlyList<LinkCheck> Compare(long[] measured, long[] expected, int sent, double answered = 1)
    {
        if (measured.Length < answered * sent / 2)
        {
            return [Silent(measured.Length, sent)];
        }

        return
        [
            Compare("round trip p50", measured, expected, 0.5, LinkBounds.MedianMilliseconds),
            Compare("round trip p99", measured, expected, 0.99, LinkBounds.TailMilliseconds),
        ];
    }

    private static LinkCheck Compare(string name, long[] measured, long[] expected, double quantile, double boundMilliseconds)
    {
        var want = LinkForecast.Quantile(expected, quantile) / 1e6;
        var (low, have, high) = Interval(measured, quantile);
        // A sample's percentile of a jittered link differs from the law's even on a perfect link: its interval, widened by the bound, must meet the expected value.
        var passed = want >= low - boundMilliseconds && want <= high + boundMilliseconds && (high > low || Math.Abs(have - want) <= boundMilliseconds);
        return new LinkCheck
        {
            Name = name,
            Expected = $"{want:0.000} ms",
            Measured = $"{have:0.000} ms (99 % interval {low:0.000} {(double.IsFinite(high) ? $"to {high:0.000}" : "and up")})",
            Samples = measured.Length,
            Passed = passed,
            Remark = passed ? $"Within {boundMilliseconds} ms." : $"More than {boundMilliseconds} ms off: close other programs, or use a longer delay.",
        };
    }

    /// <summary>
    /// The sample's quantile in milliseconds with the 99 % interval that order statistics give (David and Nagaraja, 2003), ranks by the normal law. No upper end where
    /// its rank lies beyond the sample: of a hundred values, none needs to reach the 99th percentile of their law.
    /// </summary>
    internal static (double Low, double Middle, double High) Interval(long[] sorted, double quantile)
    {
        var middle = quantile * sorted.Length;
        var half = BinomialInterval.Normal99 * Math.Sqrt(sorted.Length * quantile * (1 - quantile));
        double At(double rank) => sorted[Math.Clamp((int)Math.Ceiling(rank) - 1, 0, sorted.Length - 1)] / 1e6;
        return (At(middle - half), At(middle), middle + half > sorted.Length ? double.PositiveInfinity : At(middle + half));
    }

    private static LinkCheck Silent(int received, int sent) => new()
    {
        Name = "round trip",
        Expected = $"answers to {sent} probes",
        Measured = $"{received} answers",
        Samples = sent,
        Passed = false,
        Remark = "Fewer than half of the expected answers came back in time.",
    };
}
