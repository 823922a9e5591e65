namespace ProtoBench.Model.Links.Profiles;

/// <summary>
/// A recorded rate: the milliseconds at which the link could carry 1500 bytes, repeated with the last one as period.
/// The format of Mahimahi's mm-link (Netravali et al., USENIX ATC 2015): one whole number of milliseconds a line, not decreasing.
/// </summary>
public sealed record RateTrace
{
    /// <summary>Bytes one opportunity carries, as in Mahimahi.</summary>
    public const int OpportunityBytes = 1500;

    private readonly long[] _milliseconds;

    /// <summary>Takes opportunities as they stand in the file.</summary>
    /// <exception cref="ArgumentException">Empty, decreasing, negative, or a period of 0.</exception>
    public RateTrace(IReadOnlyList<long> milliseconds)
    {
        _milliseconds = [.. milliseconds];
        if (_milliseconds.Length == 0 || _milliseconds[^1] <= 0)
        {
            throw new ArgumentException(
                "A trace needs at least one line, and its last line is the period, above 0 ms.", nameof(milliseconds));
        }

        for (var i = 0; i < _milliseconds.Length; i++)
        {
            if (_milliseconds[i] < 0 || (i > 0 && _milliseconds[i] < _milliseconds[i - 1]))
            {
                throw new ArgumentException($"Line {i + 1} goes back in time.", nameof(milliseconds));
            }
        }
    }

    /// <summary>After this the trace begins again.</summary>
    public long PeriodMilliseconds => _milliseconds[^1];

    /// <summary>Opportunities a period.</summary>
    public int Count => _milliseconds.Length;

    /// <summary>Time of the first opportunity.</summary>
    public long FirstMilliseconds => _milliseconds[0];

    /// <summary>Rate over a part of it, in bits a second.</summary>
    /// <param name="from">From the link's start.</param>
    /// <param name="seconds">How long; above 0.</param>
    public double BitsPerSecond(TimeSpan from, double seconds)
    {
        var (first, end) = ((long)from.TotalNanoseconds, (long)(from.TotalNanoseconds + (seconds * 1e9)));
        return (FirstAtOrAfter(end) - FirstAtOrAfter(first)) * OpportunityBytes * 8 / seconds;
    }

    public double MeanBitsPerSecond => Count * OpportunityBytes * 8.0 * 1000 / PeriodMilliseconds;

    /// <summary>Time of an opportunity, counted through all repetitions, in nanoseconds from the link's start.</summary>
    public long Nanoseconds(long index) => ((index / Count * PeriodMilliseconds) + _milliseconds[index % Count]) * 1_000_000;

    /// <summary>The first opportunity at or after a time in nanoseconds.</summary>
    public long FirstAtOrAfter(long nanoseconds)
    {
        if (nanoseconds <= 0)
        {
            return 0;
        }

        // Round up: an opportunity inside the current millisecond's past must not be used again.
        var milliseconds = (nanoseconds + 999_999) / 1_000_000;
        var rounds = milliseconds / PeriodMilliseconds;
        var within = milliseconds - (rounds * PeriodMilliseconds);
        if (within == 0)
        {
            // The last opportunity of the round before falls on this very millisecond; several may share it.
            rounds--;
            within = PeriodMilliseconds;
        }

        var low = 0;
        var high = Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _milliseconds[middle] < within ? (middle + 1, high) : (low, middle);
        }

        return (rounds * Count) + low;
    }
}
