namespace ProtoBench.Reports;

/// <summary>Facts about a whole run in words.</summary>
internal static class RunText
{
    /// <summary>For example <c>4 min 12 s</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalHours: >= 1 } => $"{(int)length.TotalHours} h {length.Minutes} min",
        { TotalMinutes: >= 1 } => $"{length.Minutes} min {length.Seconds} s",
        _ => $"{Math.Round(length.TotalSeconds)} s",
    };

    /// <summary>What the reader must know before believing anything else, as sentences; empty when all went as planned.</summary>
    public static IReadOnlyList<string> Warnings(RunSummary summary)
    {
        var warnings = new List<string>();
        if (summary.Missing > 0)
        {
            warnings.Add(
                $"The run was interrupted: {summary.Run.Trials.Count} of {summary.Run.Plan.Trials.Count} planned trials ran. "
                    + "Figures use what there is.");
        }

        var (invalid, failed) = (summary.Cells.Sum(cell => cell.Invalid), summary.Cells.Sum(cell => cell.Failed));
        if (invalid + failed > 0)
        {
            var counts = (invalid, failed) switch
            {
                (_, 0) => $"{Trials(invalid)} invalid",
                (0, _) => failed == 1 ? "1 trial failed" : $"{failed} trials failed",
                _ => $"{Trials(invalid)} invalid and {failed} failed",
            };
            warnings.Add(
                $"{counts}. {(invalid + failed == 1 ? "It is" : "They are")} part of no figure; the reasons are listed under "
                    + "“Not measured and notes”.");
        }

        if (summary.Cells.Any(cell => cell.State is CellState.Measured) && summary.Cells.All(cell => cell.Succeeded.Count <= 1))
        {
            warnings.Add("Every cell has one trial at most. That shows levels, not how much they vary, so nothing is ranked.");
        }

        return warnings;
    }

    private static string Trials(int count) => count == 1 ? "1 trial is" : $"{count} trials are";
}
