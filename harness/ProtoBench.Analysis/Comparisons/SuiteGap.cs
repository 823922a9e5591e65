using ProtoBench.Model.Plans;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>A <see cref="ComparisonGap"/> before cells have names.</summary>
/// <param name="Cell">Null: the comparison as a whole.</param>
/// <param name="Metric">Null: every metric of the cell.</param>
/// <param name="Kind">What it means for a gate.</param>
/// <param name="Reason">Without the cell's name and without a full stop.</param>
internal sealed record SuiteGap(Cell? Cell, string? Metric, GapKind Kind, string Reason)
{
    /// <summary>A side did not even run; such gaps are told first.</summary>
    public bool Crashed { get; init; }
}
