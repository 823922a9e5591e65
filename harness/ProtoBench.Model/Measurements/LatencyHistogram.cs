using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// High dynamic range histogram of nanoseconds with three significant digits: 2,048 sub-buckets, so that a value read back is wrong by at
/// most 1/1,024 of itself, at most 0.05 % from the middle of its bucket. Layout as in HdrHistogram, see <see cref="HistogramText"/>.
/// </summary>
/// <remarks>Not thread-safe, by design: one instance per thread and <see cref="Add"/> at the end keep locks off the recording
/// path.</remarks>
internal sealed class LatencyHistogram
{
    public const int SignificantDigits = 3;

    /// <summary>2^42 − 1 ns, about 73 minutes. Anything longer is counted as this and in <see cref="Clamped"/>.</summary>
    public const long HighestTrackable = (1L << 42) - 1;

    private const int SubBucketMagnitude = 11;
    private const int HalfCountMagnitude = SubBucketMagnitude - 1;
    private const long SubBucketMask = (1 << SubBucketMagnitude) - 1;

    private readonly long[] _counts = new long[HistogramLayout.Own.Length];
    private long _count;
    private long _sum;
    private long _minimum = long.MaxValue;
    private long _maximum;

    public long Count => _count;

    /// <summary>
    /// Values that were negative, or above <see cref="HighestTrackable"/>, and were counted as the nearest value in range.
    /// </summary>
    public long Clamped { get; private set; }

    /// <summary>False once values came from a text: minimum, maximum and sum are then those of buckets, up to 0.1 % off.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Smallest recorded value in nanoseconds, 0 when nothing was recorded.</summary>
    public long Minimum => _count == 0 ? 0 : _minimum;

    /// <summary>Largest recorded value in nanoseconds, 0 when nothing was recorded.</summary>
    public long Maximum => _maximum;

    /// <summary>Sum of all recorded values in nanoseconds; as 64 bits it holds 292 years of latency, and overflow throws.</summary>
    public long Sum => _sum;

    /// <summary>Arithmetic mean in nanoseconds.</summary>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    public double Mean => _count > 0 ? (double)_sum / _count : throw Empty();

    /// <summary>Counts one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long nanoseconds)
    {
        if ((ulong)nanoseconds > HighestTrackable)
        {
            nanoseconds = Clamp(nanoseconds, 1);
        }

        _counts[IndexOf(nanoseconds)]++;
        _count++;
        _sum = checked(_sum + nanoseconds);
        _minimum = Math.Min(_minimum, nanoseconds);
        _maximum = Math.Max(_maximum, nanoseconds);
    }

    /// <summary>Counts one value <paramref name="times"/> times.</summary>
    public void Record(long nanoseconds, long times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (times == 0)
        {
            return;
        }

        var value = (ulong)nanoseconds > HighestTrackable ? Clamp(nanoseconds, times) : nanoseconds;
        AddCounts(IndexOf(value), times, checked(value * times));
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
    }

    /// <summary>
    /// Counts everything the other histogram counted. Afterwards <see cref="Count"/> is the sum of both, and of all buckets.
    /// </summary>
    /// <exception cref="InvalidOperationException">The buckets do not add up to the count: another thread was still recording.</exception>
    public void Add(LatencyHistogram other)
    {
        var expected = checked(_count + other._count);
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total = checked(total + (_counts[i] += other._counts[i]));
        }

        if (total != expected)
        {
            throw new InvalidOperationException(
                $"The merged histogram counts {total} values where {expected} were recorded: one was merged while its thread still "
                    + "recorded.");
        }

        _count = total;
        _sum = checked(_sum + other._sum);
        _minimum = Math.Min(_minimum, other._minimum);
        _maximum = Math.Max(_maximum, other._maximum);
        Clamped += other.Clamped;
        IsExact &= other.IsExact;
    }

    /// <summary>
    /// Value in nanoseconds that at least the share <paramref name="quantile"/> of all values does not exceed: the highest value of the
    /// bucket in which the cumulative count reaches ⌈q·n⌉, and never more than the maximum.
    /// </summary>
    /// <param name="quantile">0 to 1, for example 0.99.</param>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    public long ValueAtQuantile(double quantile) => ValueAtRank(HistogramRank.Of(quantile, _count));

    /// <summary><see cref="ValueAtQuantile"/> of many quantiles in ascending order, in one pass.</summary>
    /// <exception cref="ArgumentException">The quantiles do not ascend.</exception>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    public long[] Quantiles(params ReadOnlySpan<double> ascending)
    {
        var values = new long[ascending.Length];
        var index = -1;
        var cumulative = 0L;
        var previous = 0.0;
        for (var i = 0; i < ascending.Length; i++)
        {
            if (ascending[i] < previous)
            {
                throw new ArgumentException("Quantiles must ascend, because they are read in one pass.", nameof(ascending));
            }

            previous = ascending[i];
            values[i] = Advance(ref index, ref cumulative, HistogramRank.Of(previous, _count));
        }

        return values;
    }

    /// <summary>The value with this rank (1 is the smallest), as the highest value of its bucket and never more than the maximum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public long ValueAtRank(long rank) => Math.Min(BucketAtRank(rank).Highest, _maximum);

    /// <summary>The bucket that counts the value with this rank (1 is the smallest).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public HistogramBucket BucketAtRank(long rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, _count);
        var index = -1;
        var cumulative = 0L;
        Advance(ref index, ref cumulative, rank);
        return BucketAt(index);
    }

    /// <summary>The non-empty buckets in ascending order.</summary>
    public IEnumerable<HistogramBucket> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return BucketAt(i);
            }
        }
    }

    /// <summary>The counters from 0 to the last one that is not zero.</summary>
    internal ReadOnlySpan<long> UsedCounts => _count == 0 ? [] : _counts.AsSpan(0, IndexOf(_maximum) + 1);

    /// <summary>
    /// Adds a counter read from a text; the bucket's middle stands for its values in the sum, its ends for minimum and maximum.
    /// </summary>
    internal void AddDecoded(int index, long times)
    {
        var layout = HistogramLayout.Own;
        AddCounts(index, times, checked(layout.MedianValueAt(index) * times));
        _minimum = Math.Min(_minimum, layout.LowestValueAt(index));
        _maximum = Math.Max(_maximum, layout.HighestValueAt(index));
        IsExact = false;
    }

    /// <summary>Adds a counter of another layout, as if all its values had been this one.</summary>
    internal void AddForeign(long nanoseconds, long times)
    {
        Record(nanoseconds, times);
        IsExact = false;
    }

    /// <summary>Counter of a value in range. The leading zeros choose the bucket, the bits after the first one the sub-bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int IndexOf(long nanoseconds)
    {
        var bucket = 64 - SubBucketMagnitude - BitOperations.LeadingZeroCount((ulong)(nanoseconds | SubBucketMask));
        return (bucket << HalfCountMagnitude) + (int)(nanoseconds >> bucket);
    }

    private void AddCounts(int index, long times, long sum)
    {
        var count = checked(_count + times);
        _sum = checked(_sum + sum);
        _count = count;
        _counts[index] += times;
    }

    private HistogramBucket BucketAt(int index) =>
        new(HistogramLayout.Own.LowestValueAt(index), HistogramLayout.Own.HighestValueAt(index), _counts[index]);

    // Walks on from a counter (−1 is before the first) to the one in which the cumulative count reaches the rank.
    private long Advance(ref int index, ref long cumulative, long rank)
    {
        while (cumulative < rank)
        {
            cumulative += _counts[++index];
        }

        return Math.Min(HistogramLayout.Own.HighestValueAt(index), _maximum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Clamp(long nanoseconds, long times)
    {
        Clamped += times;
        return nanoseconds < 0 ? 0 : HighestTrackable;
    }

    private static InvalidOperationException Empty() => new("The histogram is empty, so it has no mean and no percentiles.");
}
