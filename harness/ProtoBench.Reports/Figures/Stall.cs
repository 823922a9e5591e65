using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Figures;

/// <summary>The slowest exchange of a trial, and when it began.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Trial">Its trial.</param>
/// <param name="Second">Seconds into the window, the middle of the stretch in which it began.</param>
/// <param name="Microseconds">How long it took.</param>
internal sealed record Stall(CellSummary Cell, TrialResult Trial, double Second, double Microseconds)
{
    /// <summary>The longest over all trials that count; null where none recorded its latencies over time.</summary>
    public static Stall? Longest(IEnumerable<CellSummary> cells)
    {
        var found = from cell in cells
                    from trial in cell.Succeeded
                    from interval in trial.Measurement?.Intervals ?? []
                    select new Stall(cell, trial, (interval.From + interval.To) / 2, interval.Maximum);
        return found.MaxBy(stall => stall.Microseconds);
    }
}
