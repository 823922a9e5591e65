using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>How well a cell's load was kept, over its trials that counted: the worst of them, or their sum.</summary>
internal sealed record LoadKept
{
    public required CellSummary Cell { get; init; }

    /// <summary>Actual − intended start of an exchange, 99th percentile in microseconds of the worst trial; null in closed loops.</summary>
    public double? SendLatenessP99 { get; init; }

    /// <summary>The largest of all trials, in microseconds.</summary>
    public double? SendLatenessMaximum { get; init; }

    /// <summary>Most exchanges that waited for a free connection at once.</summary>
    public int? LongestBacklog { get; init; }

    /// <summary>Exchanges that timed out, broke, were answered wrongly or never sent.</summary>
    public long Failed { get; init; }

    public long Due { get; init; }

    public long? DatagramsSent { get; init; }

    public long? DatagramsLost { get; init; }

    /// <summary>Replies that came after their exchange had timed out.</summary>
    public long LateReplies { get; init; }

    /// <summary>Connections that broke and were opened again.</summary>
    public int Reopened { get; init; }

    /// <summary>Is there anything but a smooth closed loop?</summary>
    public bool IsWorthSaying =>
        SendLatenessP99 is not null || LongestBacklog > 0 || Failed > 0 || DatagramsSent > 0 || LateReplies > 0 || Reopened > 0;

    /// <summary>The cell's, or null when no trial counted.</summary>
    public static LoadKept? Of(CellSummary cell)
    {
        var measured = cell.Succeeded.Select(trial => trial.Measurement!).ToList();
        return measured.Count == 0 ? null : new LoadKept
        {
            Cell = cell,
            SendLatenessP99 = cell.Succeeded.Max(Lateness),
            SendLatenessMaximum = cell.Succeeded.Max(trial => trial.SendLatenessMicroseconds?.Maximum),
            LongestBacklog = measured.Max(measurement => measurement.LongestBacklog),
            Failed = measured.Sum(measurement => measurement.Outcomes.Failed),
            Due = measured.Sum(measurement => measurement.Outcomes.Total),
            DatagramsSent = Sum(measured.Select(measurement => measurement.DatagramsSent)),
            DatagramsLost = Sum(measured.Select(measurement => measurement.DatagramsLost)),
            LateReplies = measured.Sum(measurement => measurement.LateReplies ?? 0),
            Reopened = measured.Sum(measurement => measurement.Reopened),
        };
    }

    // With too few samples for a p99 the largest is the honest bound.
    private static double? Lateness(TrialResult trial) =>
        trial.SendLatenessMicroseconds is { } lateness ? lateness.P99 ?? lateness.Maximum : null;

    private static long? Sum(IEnumerable<long?> counts) => counts.OfType<long>().ToList() is { Count: > 0 } known ? known.Sum() : null;
}
