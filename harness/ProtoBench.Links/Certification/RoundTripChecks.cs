using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Links.Certification;

/// <summary>Compares measured round trips with the model's. Pure.</summary>
internal static class RoundTripChecks
{
    /// <param name="measured">Sorted, in nanoseconds.</param>
    /// <param name="expected">Sorted, in nanoseconds.</param>
    /// <param name="sent">Probes sent.</param>
    /// <param name="answered">Share of them that the model answers.</param>
    /// <param name="latest">
    /// The same as <paramref name="expected"/> where every packet reaches the link so many milliseconds later than it was sent; null where
    /// time decides nothing.
    /// </param>
    public static IReadOnlyList<LinkCheck> Compare(
        long[] measured, long[] expected, int sent, double answered = 1, Func<double, long[]>? latest = null)
    {
        if (expected.Length == 0)
        {
            return [Unexpected(measured.Length, sent)];
        }

        if (measured.Length == 0 || measured.Length < answered * sent / 2)
        {
            return [Silent(measured.Length, sent)];
        }

        return
        [
            Compare("round trip p50", measured, expected, 0.5, LinkBounds.MedianMilliseconds, latest),
            Compare("round trip p99", measured, expected, 0.99, LinkBounds.TailMilliseconds, latest),
        ];
    }

    /// <summary>
    /// Whether the link carries anything at all: without impairments at least half of the probes come back. What a profile that loses
    /// everything shows rests on that.
    /// </summary>
    public static LinkCheck Floor(int answered, int sent)
    {
        var passed = answered >= sent / 2;
        return new LinkCheck
        {
            Name = "without impairments",
            Expected = $"answers to {sent} probes",
            Measured = $"{answered} answers",
            Samples = sent,
            Passed = passed,
            Remark = passed
                ? "The link carries packets."
                : "Fewer than half came back although nothing was to be lost: the emulator does not work here, or not in time.",
        };
    }

    private static LinkCheck Compare(
        string name, long[] measured, long[] expected, double quantile, double boundMilliseconds, Func<double, long[]>? latest)
    {
        var want = LinkForecast.Quantile(expected, quantile) / 1e6;
        // Half of the bound each way, of which one half may show where only one of them has a trace; the other is for the answer's own way
        // to its receiver. So the expectation is more than one value only where a packet that comes later misses its opportunity.
        var most = latest?.Invoke(boundMilliseconds / 2) is { Length: > 0 } late
            ? Math.Max(want, (LinkForecast.Quantile(late, quantile) / 1e6) - (boundMilliseconds / 2))
            : want;
        var (low, have, high) = Interval(measured, quantile);
        // A sample's percentile of a jittered link differs from the law's even on a perfect link: its interval, widened by the bound, must
        // meet the expected value.
        var passed = most >= low - boundMilliseconds && want <= high + boundMilliseconds
            && (high > low || (have >= want - boundMilliseconds && have <= most + boundMilliseconds));
        return new LinkCheck
        {
            Name = name,
            Expected = $"{want:0.000} ms" + (most > want ? $" to {most:0.000} ms" : ""),
            Measured = $"{have:0.000} ms (99 % interval {low:0.000} {(double.IsFinite(high) ? $"to {high:0.000}" : "and up")})",
            Samples = measured.Length,
            Passed = passed,
            Remark = passed
                ? $"Within {boundMilliseconds} ms."
                : $"More than {boundMilliseconds} ms off: close other programs, or use a longer delay.",
        };
    }

    /// <summary>
    /// The sample's quantile in milliseconds with the 99 % interval that order statistics give (David and Nagaraja, 2003), ranks by the
    /// normal law. No upper end where its rank lies beyond the sample: of a hundred values, none needs to reach the 99th percentile of
    /// their law.
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

    private static LinkCheck Unexpected(int received, int sent) => new()
    {
        Name = "round trip",
        Expected = "no answer",
        Measured = $"{received} answers to {sent} probes",
        Samples = sent,
        Passed = received == 0 ? null : false,
        Remark = received == 0 ? "No answer is expected: nothing to judge." : "Answers came although the profile lets none through.",
    };
}
