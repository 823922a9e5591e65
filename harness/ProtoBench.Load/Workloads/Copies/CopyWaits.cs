using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>
/// How long each copy is waited for: a time, or a percentile of the last thousand first copies. Nothing is allocated once it exists.
/// </summary>
internal sealed class CopyWaits
{
    /// <summary>Said while nothing is known: no further copy is sent.</summary>
    public const long Never = long.MaxValue;

    private const int Kept = 1024;
    private const int Fewest = 100;

    private readonly double? _quantile;
    private readonly double _backoff;
    private readonly long[] _seen = new long[Kept];
    private readonly long[] _sorted = new long[Kept];
    private long _count;
    private long _refreshed;
    private long _first;

    public CopyWaits(CopyPolicy policy)
    {
        (_quantile, _backoff) = (policy.AfterQuantile, policy.Backoff);
        _first = policy.After is { } after ? (long)after.TotalNanoseconds : Never;
    }

    /// <summary>Nanoseconds that the first copy is waited for now.</summary>
    public long First => Volatile.Read(ref _first);

    /// <summary>Nanoseconds that copy <paramref name="copy"/> is waited for, from 0 on.</summary>
    public long Of(int copy) => First is var first && first == Never ? Never : (long)(first * Math.Pow(_backoff, copy));

    /// <summary>A first copy took so long. From any thread; two at once may leave one of them out.</summary>
    public void Learn(long nanoseconds)
    {
        if (_quantile is not null)
        {
            Volatile.Write(ref _seen[(Interlocked.Increment(ref _count) - 1) % Kept], nanoseconds);
        }
    }

    /// <summary>Takes what has been seen into account. From one thread.</summary>
    public void Refresh()
    {
        var count = Volatile.Read(ref _count);
        if (_quantile is not { } quantile || count - _refreshed < Fewest)
        {
            return;
        }

        _refreshed = count;
        var known = (int)Math.Min(count, Kept);
        Array.Copy(_seen, _sorted, known);
        Array.Sort(_sorted, 0, known);
        Volatile.Write(ref _first, Math.Max(1, _sorted[Math.Min(known - 1, (int)Math.Ceiling(quantile * known) - 1)]));
    }
}
