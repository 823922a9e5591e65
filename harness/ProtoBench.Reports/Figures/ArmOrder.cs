using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>Arms in the order of a result.</summary>
internal static class ArmOrder
{
    /// <summary>The best first; those without the figure last, in the scenario's order.</summary>
    public static IReadOnlyList<CellSummary> Of(IReadOnlyList<CellSummary> cells, Metric metric) =>
    [
        .. cells.OrderBy(cell => cell[metric] is null ? 1 : 0)
            .ThenBy(cell => (metric.LowerIsBetter ? 1 : -1) * (cell[metric]?.Centre ?? 0)),
    ];
}
