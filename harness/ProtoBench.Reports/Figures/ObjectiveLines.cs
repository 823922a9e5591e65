using ProtoBench.Analysis.Objectives;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Figures;

/// <summary>Which arms of a load point meet the objectives, in a line each.</summary>
internal static class ObjectiveLines
{
    /// <summary>Empty where the load point has no objectives.</summary>
    /// <param name="load">Its arms.</param>
    /// <param name="run">With all trials.</param>
    public static IEnumerable<string> Of(LoadSummary load, RunResult run)
    {
        var findings = load.Cells
            .SelectMany(cell => RunObjectives.Of(run, cell.Cell).Select(finding => (cell.Arm, Finding: finding)))
            .GroupBy(one => one.Finding.LimitText, StringComparer.Ordinal);
        foreach (var limit in findings)
        {
            var parts = new[] { ObjectiveOutcome.Met, ObjectiveOutcome.Missed, ObjectiveOutcome.CannotTell }
                .Select(outcome => (
                    outcome,
                    Arms: limit.Where(one => one.Finding.Outcome == outcome).Select(one => $"{one.Arm} {one.Finding.Found}").ToList()))
                .Where(part => part.Arms.Count > 0)
                .Select(part => $"{Word(part.outcome)} {string.Join(", ", part.Arms)}");
            yield return $"Objective {limit.Key}: {string.Join("; ", parts)}.";
        }
    }

    private static string Word(ObjectiveOutcome outcome) => outcome switch
    {
        ObjectiveOutcome.Met => "met by",
        ObjectiveOutcome.Missed => "missed by",
        _ => "cannot tell of",
    };
}
