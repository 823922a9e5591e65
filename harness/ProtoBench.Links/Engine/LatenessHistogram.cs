using System.Numerics;

namespace ProtoBench.Links.Engine;

/// <summary>
/// How late packets were released, in nanoseconds: 16 steps an octave (6 % wide at most), exact maximum. Written by one thread; readers may
/// be a few packets behind.
/// </summary>
internal sealed class LatenessHistogram
{
    private const int StepBits = 4;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[64 * Steps];
    private long _maximum;
    private long _total;

    public long Count => Volatile.Read(ref _total);

    public long Maximum => Volatile.Read(ref _maximum);

    public void Record(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        _counts[Index(value)]++;
        _total++;
        _maximum = Math.Max(_maximum, value);
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _maximum = 0;
        _total = 0;
    }

    /// <summary>Upper end of the step that holds the quantile, never above the maximum; 0 when empty.</summary>
    public long Quantile(double quantile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        var seen = 0L;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
            {
                return Math.Min(Maximum, Upper(index));
            }
        }

        return Maximum;
    }

    /// <summary>Values surely above <paramref name="bound"/>: those of steps that begin beyond it.</summary>
    public long CountAbove(long bound)
    {
        var count = 0L;
        for (var index = Index(bound) + 1; index < _counts.Length; index++)
        {
            count += _counts[index];
        }

        return count;
    }

    private static int Index(long value)
    {
        if (value < Steps)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - StepBits;
        return ((shift + 1) * Steps) + (int)((value >> shift) & (Steps - 1));
    }

    private static long Upper(int index)
    {
        if (index < Steps)
        {
            return index;
        }

        var shift = (index / Steps) - 1;
        return ((((long)Steps + (index % Steps)) + 1) << shift) - 1;
    }
}
