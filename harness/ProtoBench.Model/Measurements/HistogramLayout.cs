using System.Numerics;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// How an HDR histogram maps values to counters: buckets that double in width, each split into the same number of linear sub-buckets.
/// Source: HdrHistogram's published layout, so that texts can be exchanged with its implementations.
/// </summary>
internal sealed record HistogramLayout
{
    /// <summary>The layout every <see cref="LatencyHistogram"/> has.</summary>
    public static readonly HistogramLayout Own = new(1, LatencyHistogram.HighestTrackable, LatencyHistogram.SignificantDigits);

    private readonly int _unitMagnitude;
    private readonly int _halfCountMagnitude;

    /// <param name="lowest">Smallest value to be told from zero, at least 1.</param>
    /// <param name="highest">Largest value to be stored, at least twice <paramref name="lowest"/>.</param>
    /// <param name="digits">Decimal digits kept of every value, 0 to 5 as in HdrHistogram.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or together they need more than 63 bits.</exception>
    public HistogramLayout(long lowest, long highest, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowest, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lowest, long.MaxValue / 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(highest, 2 * lowest);
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 5);
        (Lowest, Highest, Digits) = (lowest, highest, digits);
        _unitMagnitude = BitOperations.Log2((ulong)lowest);
        // Twice 10^digits, because values in the lower half of a bucket are already counted by the bucket before it.
        var wanted = (ulong)(2 * Math.Pow(10, digits));
        _halfCountMagnitude = Math.Max(BitOperations.Log2(BitOperations.RoundUpToPowerOf2(wanted)) - 1, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_unitMagnitude + _halfCountMagnitude, 61, nameof(lowest));
        BucketCount = BucketsFor(highest);
    }

    public long Lowest { get; }

    public long Highest { get; }

    public int Digits { get; }

    public int BucketCount { get; }

    public int SubBucketCount => 2 << _halfCountMagnitude;

    /// <summary>Number of counters.</summary>
    public int Length => (BucketCount + 1) << _halfCountMagnitude;

    /// <summary>Does an index mean the same values here and there?</summary>
    public bool CountsLike(HistogramLayout other) =>
        _unitMagnitude == other._unitMagnitude && _halfCountMagnitude == other._halfCountMagnitude;

    /// <summary>Smallest value the counter at <paramref name="index"/> counts.</summary>
    public long LowestValueAt(int index)
    {
        var bucket = BucketAt(index);
        return (long)(index - (bucket << _halfCountMagnitude)) << (bucket + _unitMagnitude);
    }

    /// <summary>How many neighbouring values the counter at <paramref name="index"/> counts.</summary>
    public long WidthAt(int index) => 1L << (BucketAt(index) + _unitMagnitude);

    /// <summary>Largest value the counter at <paramref name="index"/> counts.</summary>
    public long HighestValueAt(int index) => LowestValueAt(index) + (WidthAt(index) - 1);

    /// <summary>The value that stands for the counter in means, as HdrHistogram's median equivalent value.</summary>
    public long MedianValueAt(int index) => LowestValueAt(index) + (WidthAt(index) >> 1);

    // Bucket 0 uses both halves of its sub-buckets, every later one only the upper half.
    private int BucketAt(int index) => Math.Max((index >> _halfCountMagnitude) - 1, 0);

    private int BucketsFor(long highest)
    {
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)highest);
        return Math.Max(bits - (_unitMagnitude + _halfCountMagnitude + 1), 0) + 1;
    }
}
