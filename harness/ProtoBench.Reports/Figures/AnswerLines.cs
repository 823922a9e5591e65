using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Figures;

/// <summary>What came back for the user's requests, and where their time went, in a line each.</summary>
internal static class AnswerLines
{
    /// <summary>Empty where the load point has no requests of the user's.</summary>
    /// <param name="load">Its arms.</param>
    /// <param name="run">With all trials.</param>
    public static IEnumerable<string> Of(LoadSummary load, RunResult run)
    {
        var answers = load.Cells.Select(cell => (cell.Arm, Came: Came(cell, run))).Where(one => one.Came is not null).ToList();
        if (answers.Count == 0)
        {
            yield break;
        }

        yield return $"Came back: {string.Join("; ", answers.Select(one => $"{one.Arm} {one.Came!.StatusText}"))}.";

        // A client's few first connections are made by code that is being compiled: the page tells them, a line cannot.
        var times = load.Cells.Select(cell => (cell.Arm, Phases: PhaseFigures.Of(cell).Values.Where(phase => phase.IsMedian).ToList()))
            .Where(one => one.Phases.Count > 0).ToList();
        if (times.Count > 0)
        {
            yield return "Where the time goes (p50): "
                + string.Join("; ", times.Select(one => $"{one.Arm} {string.Join(", ", one.Phases.Select(Text))}")) + ".";
        }
    }

    /// <summary>Of one cell; null where it has no requests of the user's, or measured nothing.</summary>
    public static AnswerSummary? Came(CellSummary cell, RunResult run) =>
        AnswerSummary.Of(run.Trials.Where(trial => trial.CellId == cell.Cell.Id));

    private static string Text(PhaseFigure phase) => $"{phase.Name} {phase.Typical.Text}";
}
