using ProtoBench.Reports;
using ProtoBench.Statistics;

namespace ProtoBench.History;

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

    /// <summary>A change for the worse that nobody acknowledged and that is not weak.</summary>
    public bool Alarms => IsWorse && Acknowledged is null && !Analysis.IsWeak;

    /// <summary>A change for the worse that nobody acknowledged, in a series whose changes are weak evidence.</summary>
    public bool AlarmsWeakly => IsWorse && Acknowledged is null && Analysis.IsWeak;

    /// <summary>Is the newest change one for the worse?</summary>
    public bool IsWorse => Analysis.Newest is { } change && change.Ratio > 1 == Metric.LowerIsBetter;

    /// <summary>First run of the new level, when there is one.</summary>
    public SeriesPoint? ChangedAt => Analysis.Newest is { } change ? Points[change.Index] : null;

    /// <summary>Median of the runs since the newest change, or of the window when there is none.</summary>
    public double Level => Median((Analysis.Changes.Count > 0 ? Analysis.Changes[^1].Index : Math.Max(0, Points.Count - SeriesAnalysis.Window))..);

    /// <summary>Medians of the runs before and after a change, up to its neighbours.</summary>
    public (double Before, double After) Around(ChangePoint change)
    {
        var previous = Analysis.Changes.Where(other => other.Index < change.Index).Select(other => other.Index)
            .DefaultIfEmpty(Math.Max(0, Points.Count - SeriesAnalysis.Window)).Max();
        var next = Analysis.Changes.Where(other => other.Index > change.Index).Select(other => other.Index).DefaultIfEmpty(Points.Count).Min();
        return (Median(previous..change.Index), Median(change.Index..next));
    }

    private double Median(Range range) => SpikeClip.Median([.. Points.Take(range).Select(point => point.Value)]);
}
