using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// How many exchanges of a cell waited for a retransmission, beside how many packets were sent again. Protocols that deliver in order hold
/// up everything behind a lost packet; independent streams hold up one exchange each (RFC 9000, section 2.2).
/// </summary>
/// <param name="Exchanges">Completed or timed out inside the windows of all trials.</param>
/// <param name="Delayed">Of those, slower than <paramref name="LimitMicroseconds"/>.</param>
/// <param name="SentAgain">Packets that either side sent again inside the windows.</param>
/// <param name="LimitMicroseconds">One and a half round trips: a retransmission costs at least a whole one more.</param>
internal sealed record HeadOfLine(long Exchanges, long Delayed, long SentAgain, double LimitMicroseconds)
{
    private const double Trips = 1.5;

    /// <summary>Delayed exchanges per packet sent again; null when none was.</summary>
    public double? PerPacket => SentAgain > 0 ? (double)Delayed / SentAgain : null;

    /// <summary>
    /// For cells whose exchanges shared a connection over an emulated link; null for all others, and where the processes did not count
    /// retransmissions.
    /// </summary>
    public static HeadOfLine? Of(CellSummary cell)
    {
        var sentAgain = cell.Succeeded.Select(trial => trial.Client?.Retransmissions + trial.Server?.Retransmissions).ToArray();
        if (cell is not { Latency: { } latency, Cell.Workload: { Streams: > 1, Fresh: false } }
            || sentAgain.Length == 0 || sentAgain.Any(count => count is null) || RoundTrip.Of(cell) is not { } trip)
        {
            return null;
        }

        var limit = Trips * trip;
        var delayed = latency.Buckets().Where(bucket => bucket.Lowest / 1e3 > limit).Sum(bucket => bucket.Count);
        return new HeadOfLine(latency.Count, delayed, sentAgain.Sum(count => count!.Value), limit);
    }
}
