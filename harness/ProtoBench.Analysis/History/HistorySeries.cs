using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.History;

/// <summary>One figure over time, under conditions that never changed: what change points are looked for in.</summary>
internal sealed record HistorySeries
{
    public required string Scenario { get; init; }

    /// <summary><see cref="HistoryPoint.ScenarioHash"/> of all its runs.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary><see cref="HistoryPoint.Fingerprint"/> of all its runs.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><see cref="HistoryCell.Id"/>.</summary>
    public required string Cell { get; init; }

    /// <summary><see cref="HistoryCell.Hash"/>.</summary>
    public required string CellHash { get; init; }

    public required Metric Metric { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<SeriesPoint> Points { get; init; }

    public required SeriesAnalysis Analysis { get; init; }

    /// <summary>Why its newest change does not alarm; null when nobody acknowledged it.</summary>
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>The change for the worse that nobody acknowledged and that the series has not recovered from; null without one.</summary>
    public OpenChange? Open { get; init; }

    /// <summary>An open change that is not weak.</summary>
    public bool Alarms => Open is not null && !Analysis.IsWeak;

    /// <summary>An open change in a series whose changes are weak evidence.</summary>
    public bool AlarmsWeakly => Open is not null && Analysis.IsWeak;

    /// <summary>Can anything be said of it?</summary>
    public bool IsJudged => Analysis.State is not (SeriesState.TooShort or SeriesState.HasZeros);

    /// <summary>Is the newest change one for the worse?</summary>
    public bool IsWorse => Analysis.Newest is { } change && change.Ratio > 1 == Metric.LowerIsBetter;

    /// <summary>First run of the new level of the change that is open, when there is one.</summary>
    public SeriesPoint? ChangedAt => Open is { Change.Index: var index } ? Points[index] : null;

    /// <summary>Median of the runs since the newest change, or of the window when there is none.</summary>
    public double Level =>
        Median((Analysis.Changes.Count > 0 ? Analysis.Changes[^1].Index : Math.Max(0, Points.Count - SeriesAnalysis.Window))..);

    /// <summary>Medians of the runs before and after a change, up to its neighbours and without incidents.</summary>
    public (double Before, double After) Around(ChangePoint change)
    {
        var places = Analysis.Changes.Concat(Analysis.Counted).Select(other => other.Index).ToList();
        var previous = places.Where(place => place < change.Index)
            .DefaultIfEmpty(Math.Max(0, Math.Min(change.Index, Points.Count) - SeriesAnalysis.Window))
            .Max();
        var next = places.Where(place => place > change.Index).DefaultIfEmpty(Points.Count).Min();
        return (Median(previous..change.Index), Median(change.Index..next));
    }

    private double Median(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(Points.Count);
        double[] level = [.. Enumerable.Range(start, length).Where(i => !Analysis.Incidents.Any(incident => incident.Holds(i))).Select(
            i => Points[i].Value)];
        return SpikeClip.Median(level.Length > 0 ? level : [.. Points.Skip(start).Take(length).Select(point => point.Value)]);
    }
}
