using System.Numerics;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// Latencies of one thread by the stretch of the window in which they began, so that a stall shows when it was. As coarse as a picture
/// needs: sixteen buckets to a factor of two from 256 ns to two minutes, 96 KB for all stretches, nothing allocated while recording.
/// </summary>
internal sealed class IntervalLatencies
{
    /// <summary>Stretches of a window: more points than this are no clearer in a chart.</summary>
    public const int Stretches = 50;

    private const int SubBits = 4;
    private const int LowestExponent = 8;
    private const int HighestExponent = 37;
    private const int Buckets = ((HighestExponent - LowestExponent) << SubBits) + 1;

    private readonly int[] _counts = new int[Stretches * Buckets];
    private readonly long[] _longest = new long[Stretches];
    private readonly long[] _ended = new long[Stretches];

    /// <summary>Adds one latency, in nanoseconds, to a stretch.</summary>
    public void Record(int stretch, long latency)
    {
        _counts[(stretch * Buckets) + IndexOf(latency)]++;
        if (latency > _longest[stretch])
        {
            _longest[stretch] = latency;
        }
    }

    /// <summary>Counts an exchange that completed in a stretch, wherever it began.</summary>
    public void CountEnd(int stretch) => _ended[stretch]++;

    /// <summary>Adds all that another thread recorded.</summary>
    public void Add(IntervalLatencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        for (var i = 0; i < Stretches; i++)
        {
            _longest[i] = Math.Max(_longest[i], other._longest[i]);
            _ended[i] += other._ended[i];
        }
    }

    /// <summary>Makes one stretch of every two, the second half being free again. Only while nobody records.</summary>
    public void Halve()
    {
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var (first, second) = (2 * stretch, (2 * stretch) + 1);
            var merged = first < Stretches;
            for (var i = 0; i < Buckets; i++)
            {
                _counts[(stretch * Buckets) + i] = merged ? _counts[(first * Buckets) + i] + _counts[(second * Buckets) + i] : 0;
            }

            _longest[stretch] = merged ? Math.Max(_longest[first], _longest[second]) : 0;
        }
    }

    /// <summary>
    /// The stretches as they are told, neighbours taken together until each has exchanges enough for the percentile that the whole can show
    /// over time.
    /// </summary>
    /// <param name="bounds">Begin and end of each stretch that was used, in seconds from the window's start, ascending.</param>
    public IReadOnlyList<LatencyInterval> Report(IReadOnlyList<(double From, double To)> bounds)
    {
        var total = Enumerable.Range(0, bounds.Count).Sum(CountOf);
        var least = total >= 10_000 ? 1_000 : total >= 1_000 ? 100 : 20;
        var told = new List<LatencyInterval>();
        var counts = new long[Buckets];
        var (from, count, longest) = (0, 0L, 0L);
        var left = total;
        for (var i = 0; i < bounds.Count; i++)
        {
            for (var bucket = 0; bucket < Buckets; bucket++)
            {
                counts[bucket] += _counts[(i * Buckets) + bucket];
            }

            var here = CountOf(i);
            (count, left, longest) = (count + here, left - here, Math.Max(longest, _longest[i]));

            // What would be left for a last stretch of its own must be enough as well.
            if (i == bounds.Count - 1 ? count > 0 : count >= least && left >= least)
            {
                told.Add(Interval(counts, bounds[from].From, bounds[i].To, count, longest));
                Array.Clear(counts);
                (from, count, longest) = (i + 1, 0, 0);
            }
        }

        return told;
    }

    /// <summary>So many neighbours each, taken together: the latencies of those that began there, and how many ended there.</summary>
    /// <param name="bounds">Begin and end of each stretch that was used, in seconds from the window's start, ascending.</param>
    /// <param name="each">Stretches of one part.</param>
    public IReadOnlyList<(LatencyInterval Began, long Ended)> Parts(IReadOnlyList<(double From, double To)> bounds, int each)
    {
        var parts = new List<(LatencyInterval, long)>();
        for (var first = 0; first + each <= bounds.Count; first += each)
        {
            var (counts, count, longest, ended) = (new long[Buckets], 0L, 0L, 0L);
            for (var stretch = first; stretch < first + each; stretch++)
            {
                for (var bucket = 0; bucket < Buckets; bucket++)
                {
                    counts[bucket] += _counts[(stretch * Buckets) + bucket];
                }

                (count, longest) = (count + CountOf(stretch), Math.Max(longest, _longest[stretch]));
                ended += _ended[stretch];
            }

            parts.Add((Interval(counts, bounds[first].From, bounds[first + each - 1].To, count, longest), ended));
        }

        return parts;
    }

    private static int IndexOf(long latency)
    {
        if (latency < 1L << LowestExponent)
        {
            return 0;
        }

        var exponent = BitOperations.Log2((ulong)latency);
        return exponent >= HighestExponent
            ? Buckets - 1
            : 1 + ((exponent - LowestExponent) << SubBits) + (int)((latency >> (exponent - SubBits)) & ((1 << SubBits) - 1));
    }

    // The middle of the bucket.
    private static double Microseconds(int index)
    {
        if (index == 0)
        {
            return (1L << LowestExponent) / 2e3;
        }

        var exponent = LowestExponent + ((index - 1) >> SubBits);
        var step = 1L << (exponent - SubBits);
        return ((1L << exponent) + (((index - 1) & ((1 << SubBits) - 1)) * step) + (step / 2.0)) / 1e3;
    }

    private static LatencyInterval Interval(long[] counts, double from, double to, long count, long longest)
    {
        var maximum = longest / 1e3;
        return new LatencyInterval(Rounded(from), Rounded(to), count, Quantile(0.5), Quantile(0.9), Quantile(0.99), Rounded(maximum));

        double? Quantile(double quantile)
        {
            if (count * (1 - quantile) < LatencySummaries.FewestBeyond - 1e-6)
            {
                return null;
            }

            var (rank, seen) = ((long)Math.Ceiling(count * quantile), 0L);
            for (var i = 0; i < Buckets; i++)
            {
                seen += counts[i];
                if (seen >= rank)
                {
                    return Rounded(Math.Min(Microseconds(i), maximum));
                }
            }

            return null;
        }
    }

    private static double Rounded(double value) => Math.Round(value, 3);

    private long CountOf(int stretch)
    {
        var sum = 0L;
        for (var i = stretch * Buckets; i < (stretch + 1) * Buckets; i++)
        {
            sum += _counts[i];
        }

        return sum;
    }
}
