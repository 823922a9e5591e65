using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Who is not part of an answer and why, and who is only in part.</summary>
internal static class LeftOut
{
    /// <summary>Longer reasons stand in full under "Not measured and notes".</summary>
    private const int LongestReason = 140;

    /// <summary>One sentence with every arm that has no place in <paramref name="ranking"/>; none where all have one.</summary>
    /// <param name="cells">All arms.</param>
    /// <param name="ranking">Of those that have the figure.</param>
    /// <param name="metric">The figure.</param>
    public static IEnumerable<string> Of(IEnumerable<CellSummary> cells, Ranking ranking, Metric metric)
    {
        var reasons = cells.Where(cell => ranking.Of(cell) is null).Select(cell => (cell.Arm, Reason: Reason(cell, metric)))
            .GroupBy(arm => arm.Reason, StringComparer.Ordinal)
            .Select(group => $"{VerdictWords.List([.. group.Select(arm => arm.Arm)])} ({group.Key})")
            .ToList();
        if (reasons.Count > 0)
        {
            yield return $"Left out: {string.Join("; ", reasons)}.";
        }
    }

    /// <summary>
    /// What trials of ranked arms do not count, and which exchanges were not answered: figures of what went well are said to be that.
    /// </summary>
    public static IEnumerable<string> InPart(IReadOnlyList<CellSummary> ranked)
    {
        var lost = ranked.Where(cell => cell.Invalid + cell.Failed > 0)
            .Select(cell => $"{cell.Arm} {cell.Succeeded.Count} of {cell.Succeeded.Count + cell.Invalid + cell.Failed}")
            .ToList();
        if (lost.Count > 0)
        {
            yield return $"Not every trial counts: {string.Join(", ", lost)}. What is left out may be what went badly.";
        }

        var unanswered = ranked.Select(cell => (
            cell.Arm,
            TimedOut: cell.Succeeded.Sum(trial => trial.Measurement!.Outcomes.TimedOut),
            Due: cell.Succeeded.Sum(trial => trial.Measurement!.Outcomes.Total)))
            .Where(arm => arm.TimedOut > 0)
            .Select(arm => $"{arm.Arm} {NumberText.Share(arm.TimedOut, arm.Due)}")
            .ToList();
        if (unanswered.Count > 0)
        {
            yield return $"Exchanges that got no response in time: {string.Join(", ", unanswered)}. They count with the time that "
                + "was waited, so the truth is no shorter.";
        }
    }

    /// <summary>One arm's reason as a clause.</summary>
    private static string Reason(CellSummary cell, Metric metric) => cell switch
    {
        { State: CellState.Measured, MissedRate: true } => "did not carry this rate",
        { State: CellState.Measured } when cell.Figures.TryGetValue(metric.Key, out var figure) => figure.Withheld is { } withheld
            ? $"no {metric.Key}: {withheld}"
            : $"its {metric.Key} is zero in a trial",
        { State: CellState.Measured } => $"no {metric.Key}",
        { State: CellState.NotRun } => "not run",
        _ => $"{CellText.Short(cell)}: {Short(cell.Reason)}",
    };

    private static string Short(string reason)
    {
        var text = reason.TrimEnd('.');
        return text.Length <= LongestReason ? text : text[..LongestReason].TrimEnd() + "…";
    }
}
