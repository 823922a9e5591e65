using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>The times that only the kind of a workload has, in a line.</summary>
internal static class TimeLines
{
    /// <summary>Empty where the load point has none.</summary>
    public static IEnumerable<string> Of(LoadSummary load)
    {
        var told = load.Cells.Where(TimeFigures.Any)
            .Select(cell => $"{cell.Arm} {string.Join(", ", TimeFigures.Of(cell).Values.Select(one => $"{one.Name} {one.Typical.Text}"))}")
            .ToList();
        if (told.Count > 0)
        {
            yield return $"Times (p50): {string.Join("; ", told)}.";
        }
    }
}
