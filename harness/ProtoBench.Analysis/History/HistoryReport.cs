using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Analysis.History;

/// <summary>Everything a history says, computed once for tables, checks and CI formats.</summary>
internal sealed record HistoryReport
{
    /// <summary>The environment of each scenario's newest run.</summary>
    public const string Newest = "newest";

    /// <summary>Every environment.</summary>
    public const string All = "all";

    /// <summary>Where the history is kept.</summary>
    public required string Store { get; init; }

    /// <summary>Every run, oldest first.</summary>
    public required IReadOnlyList<HistoryPoint> Points { get; init; }

    /// <summary>The series that are judged: of the environments asked for, with the cells as they were last defined.</summary>
    public required IReadOnlyList<HistorySeries> Series { get; init; }

    /// <summary>
    /// Alarms of environments and meanings of cells that newer runs replaced: told until acknowledged or measured to be over.
    /// </summary>
    public required IReadOnlyList<LeftOpenAlarm> LeftOpen { get; init; }

    /// <summary>What the store could not read.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public IReadOnlyList<HistorySeries> Alarms => [.. Series.Where(series => series.Alarms)];

    public IReadOnlyList<HistorySeries> WeakAlarms => [.. Series.Where(series => series.AlarmsWeakly)];

    public IReadOnlyList<HistorySeries> TooShort => [.. Series.Where(series => series.Analysis.State is SeriesState.TooShort)];

    /// <summary>Series with a run that measured zero.</summary>
    public IReadOnlyList<HistorySeries> WithZeros => [.. Series.Where(series => series.Analysis.State is SeriesState.HasZeros)];

    /// <summary>Series that the newest run of their environment has no figure for: it failed, or is measured no more.</summary>
    public IReadOnlyList<HistorySeries> Behind =>
    [
        .. Series.Where(series => series.Points[^1].Run
            != Points.Last(point => point.Scenario == series.Scenario && point.Fingerprint == series.Fingerprint).Run),
    ];

    /// <param name="store">Its name.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="metrics">The figures wanted.</param>
    /// <param name="environment"><see cref="Newest"/>, <see cref="All"/>, or the beginning of a fingerprint.</param>
    public static HistoryReport Of(string store, HistoryContent content, IReadOnlyList<Metric> metrics, string environment = Newest)
    {
        var newest = content.Points.GroupBy(point => point.Scenario).ToDictionary(group => group.Key, group => group.Last().Fingerprint);
        var wanted = content.Points.Where(point => environment switch
        {
            Newest => newest[point.Scenario] == point.Fingerprint,
            All => true,
            _ => point.Fingerprint.StartsWith(environment, StringComparison.Ordinal),
        }).ToList();

        // What a cell meant before its workload was changed is over. One that the newest run lacks is not: it may have failed.
        var meanings = wanted
            .SelectMany(point =>
                point.Cells.Select(cell => (Place: (point.Scenario, point.Fingerprint, cell.Id), Meaning: (point.ScenarioHash, cell.Hash))))
            .GroupBy(cell => cell.Place)
            .ToDictionary(group => group.Key, group => group.Last().Meaning);
        IReadOnlyList<HistorySeries> series =
        [
            .. HistorySeriesBuilder.Of(content with { Points = wanted }, metrics)
                .Where(series => meanings[(series.Scenario, series.Fingerprint, series.Cell)] == (series.ScenarioHash, series.CellHash)),
        ];
        return new HistoryReport
        {
            Store = store,
            Points = content.Points,
            Series = series,
            LeftOpen = environment is Newest or All ? LeftOpenAlarm.Of(content, series, metrics) : [],
            Problems = content.Problems,
        };
    }
}
