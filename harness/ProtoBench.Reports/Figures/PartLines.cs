using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>How each arm followed a rate that changes over the window, a line each.</summary>
internal static class PartLines
{
    /// <summary>Empty where the rate does not change.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        foreach (var cell in load.Cells.Where(PartFigures.Any))
        {
            var parts = PartFigures.Of(cell).Select(part => $"{PartFigures.When(part)}: {PartFigures.Rate(part.Achieved)} of "
                + $"{PartFigures.Rate(part.Offered)}, p50 {PartFigures.Time(part.P50)}, p99 {PartFigures.Time(part.P99)}");
            yield return $"{cell.Arm} over the window (achieved of offered): {string.Join("; ", parts)}.";
        }
    }
}
