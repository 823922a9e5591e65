using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Summaries;

/// <summary>The times of a cell that only its kind of workload has.</summary>
internal static class TimeFigures
{
    /// <summary>What the kinds of a workload may tell, in its order.</summary>
    public static IReadOnlyList<WorkloadTime> Of(Workload workload) => WorkloadCatalog.Of(workload.Kind).Times;

    /// <summary>Has the cell any of them? Looks without decoding, which is what costs.</summary>
    public static bool Any(CellSummary cell) => cell.Succeeded.Any(trial => trial.Measurement?.Times is { Count: > 0 });

    /// <summary>Those that were measured, by key.</summary>
    public static IReadOnlyDictionary<string, PhaseFigure> Of(CellSummary cell) => Of(cell.Cell.Workload)
        .Select(time => (time.Key, Figure: PhaseFigures.Of(
            time.Title,
            cell.Succeeded,
            measurement => measurement.Times?.TryGetValue(time.Key, out var histogram) == true ? histogram : null)))
        .Where(one => one.Figure is not null)
        .ToDictionary(one => one.Key, one => one.Figure!, StringComparer.Ordinal);
}
