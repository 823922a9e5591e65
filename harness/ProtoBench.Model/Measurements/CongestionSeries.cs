namespace ProtoBench.Model.Measurements;

/// <summary>
/// How the congestion control of one TCP connection moved over time, as the kernel of its sender told it (TCP_INFO, tcp(7)). The lists have
/// one value for each instant.
/// </summary>
public sealed record CongestionSeries
{
    /// <summary>Series of a trial that are kept: those whose peers have acknowledged the most.</summary>
    public const int Most = 4;

    // A connection that carried less than this part of the busiest one is the way back, or idle.
    private const double LeastShare = 0.1;

    /// <summary>Who sent: <c>client</c> or <c>server</c>.</summary>
    public required string Side { get; init; }

    /// <summary>Which of the side's connections, from 1, in the order in which they were found.</summary>
    public required int Connection { get; init; }

    /// <summary>Payload of a full segment, in bytes.</summary>
    public required int SegmentBytes { get; init; }

    /// <summary>The shortest round trip of late, in microseconds.</summary>
    public required int LeastRoundTripMicroseconds { get; init; }

    /// <summary>When, in seconds from the window's start.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>The congestion window, in segments (RFC 5681).</summary>
    public required IReadOnlyList<int> Windows { get; init; }

    /// <summary>The slow start threshold, in segments; null while there is none.</summary>
    public required IReadOnlyList<int?> Thresholds { get; init; }

    /// <summary>Smoothed round trip in microseconds (RFC 6298).</summary>
    public required IReadOnlyList<int> RoundTripMicroseconds { get; init; }

    /// <summary>
    /// Mean deviation of the round trips from the smoothed one, in microseconds (RTTVAR of RFC 6298, whose fourfold the
    /// kernel takes for no less than 200 ms in its time-out); null: a run from before this was kept.
    /// </summary>
    public IReadOnlyList<int>? DeviationMicroseconds { get; init; }

    /// <summary>The kernel's estimate of what is delivered, in bytes per second.</summary>
    public required IReadOnlyList<long> DeliveryRates { get; init; }

    /// <summary>Segments sent again since the connection began.</summary>
    public required IReadOnlyList<long> SentAgain { get; init; }

    /// <summary>Bytes the peer has acknowledged since the connection began.</summary>
    public required IReadOnlyList<long> AckedBytes { get; init; }

    /// <summary>The same with its instants moved to another zero.</summary>
    /// <param name="seconds">Added to each.</param>
    public CongestionSeries Moved(double seconds) => this with { Seconds = [.. Seconds.Select(second => Math.Round(second + seconds, 6))] };

    /// <summary>The busiest connections inside a window, with what they did in it; null: none sent anything.</summary>
    /// <param name="all">Of both sides.</param>
    /// <param name="start">The window's start on the clock of the instants, in seconds.</param>
    /// <param name="length">Its length in seconds.</param>
    public static IReadOnlyList<CongestionSeries>? Busiest(IEnumerable<CongestionSeries> all, double start, double length)
    {
        var inside = all.Select(one => one.Between(start, length))
            .Where(one => one.Seconds.Count > 1 && one.Acked > 0)
            .OrderByDescending(one => one.Acked)
            .ToList();
        return inside.Count == 0 ? null : [.. inside.Where(one => one.Acked >= LeastShare * inside[0].Acked).Take(Most)];
    }

    private long Acked => AckedBytes[^1] - AckedBytes[0];

    private CongestionSeries Between(double start, double length)
    {
        var first = Seconds.TakeWhile(second => second < start).Count();
        var count = Seconds.Skip(first).TakeWhile(second => second <= start + length).Count();
        return this with
        {
            Seconds = [.. Cut(Seconds).Select(second => Math.Round(second - start, 3))],
            Windows = Cut(Windows),
            Thresholds = Cut(Thresholds),
            RoundTripMicroseconds = Cut(RoundTripMicroseconds),
            DeviationMicroseconds = DeviationMicroseconds is { } deviations ? Cut(deviations) : null,
            DeliveryRates = Cut(DeliveryRates),
            SentAgain = Cut(SentAgain),
            AckedBytes = Cut(AckedBytes),
        };

        IReadOnlyList<T> Cut<T>(IReadOnlyList<T> values) => [.. values.Skip(first).Take(count)];
    }
}
