namespace ProtoBench.Model.Measurements;

/// <summary>Everything the threads of one measuring window recorded, merged.</summary>
internal sealed record RecordedExchanges
{
    /// <summary>Completion − intended start; in a closed loop the same histogram as <see cref="Service"/>.</summary>
    public required LatencyHistogram Response { get; init; }

    /// <summary>Completion − actual start.</summary>
    public required LatencyHistogram Service { get; init; }

    /// <summary>Actual start − intended start of every exchange that was sent; open loop only.</summary>
    public LatencyHistogram? SendLateness { get; init; }

    /// <summary>Response times by when the exchange began; empty when no window was opened.</summary>
    public IReadOnlyList<LatencyInterval> Intervals { get; init; } = [];

    /// <summary>
    /// The window in the parts of its clock: latencies of those that began in each, and how many completed in it; empty where it has none.
    /// </summary>
    public IReadOnlyList<(LatencyInterval Began, long Ended)> Parts { get; init; } = [];

    /// <summary>The parts with the arrivals that were due in each.</summary>
    public IReadOnlyList<LoadPart> PartsWith(IReadOnlyList<long> due) =>
    [
        .. Parts.Zip(due, (part, arrivals) =>
        {
            var (began, seconds) = (part.Began, part.Began.To - part.Began.From);
            return new LoadPart(
                began.From,
                began.To,
                Math.Round(arrivals / seconds, 3),
                Math.Round(part.Ended / seconds, 3),
                began.P50,
                began.P99,
                began.Maximum);
        }),
    ];

    /// <summary>What came back for requests of the user's own; null: there are none.</summary>
    public AnsweredRequests? Answers { get; init; }

    public required OutcomeCounts Outcomes { get; init; }
}
