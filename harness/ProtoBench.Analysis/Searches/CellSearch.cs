using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Searches;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Searches;

/// <summary>What the trials of a cell that searches for a rate come to.</summary>
internal static class CellSearch
{
    /// <summary>Those of the cell, in the order they ran.</summary>
    public static IReadOnlyList<SearchTrial> TrialsOf(Cell cell, IEnumerable<TrialResult> trials) =>
        [.. trials.Where(trial => trial.CellId == cell.Id).Select(trial => trial.Search).OfType<SearchTrial>()];

    /// <summary>
    /// The trials that the cell's figures rest on: of a search the fresh ones at the rate that was confirmed, else all of the cell.
    /// </summary>
    public static IReadOnlyList<TrialResult> Counting(Scenario scenario, Cell cell, IEnumerable<TrialResult> trials)
    {
        var own = trials.Where(trial => trial.CellId == cell.Id).ToList();
        if (cell.Load.Search is null)
        {
            return own;
        }

        var rate = Of(scenario, cell, own).Confirmed?.Rate;
        return [.. own.Where(trial => trial.Status is TrialStatus.Succeeded
            && trial.Search is { Phase: SearchPhase.Confirm } search && search.Rate == rate)];
    }

    /// <summary>The answer so far.</summary>
    /// <param name="scenario">Says how many trials confirm a rate.</param>
    /// <param name="cell">A cell that searches.</param>
    /// <param name="trials">Of the run, or of the cell.</param>
    public static SearchFinding Of(Scenario scenario, Cell cell, IEnumerable<TrialResult> trials)
    {
        var own = TrialsOf(cell, trials);
        var finding = SearchDecision.Of(cell.Load.Search!, scenario.Trials, own);
        return finding.Confirmed is null ? finding : finding with { Edge = SearchEdge.Of(cell.Load.Search!, own) };
    }

    /// <summary>Is there a rate, and is it known where it ends?</summary>
    public static bool IsAnswered(SearchFinding finding) => finding.End is SearchEnd.Found or SearchEnd.AboveRange;

    /// <summary>For example <c>meets p99 ≤ 5 ms at 12,000/s in 5 of 5 fresh trials, misses it at 12,600/s in 2 of 2</c>.</summary>
    public static string Text(RateSearch search, SearchFinding finding)
    {
        var limit = LimitOf(search);
        var meets = finding.Confirmed is { } at ? $"meets {limit} at {Rate(at.Rate)} in {at.Met} of {at.Of} fresh trials" : "";
        return finding.End switch
        {
            SearchEnd.Found => $"{meets}, misses it at {Missed(finding.Refuted!)}",
            SearchEnd.AboveRange => $"{meets}, the highest rate that was to be looked at: its limit lies above",
            SearchEnd.ClientLimited => $"{meets}; no trial at {Rate(finding.Refuted!.Rate)} can be judged (the client was late, or a queue "
                + "of the warm-up lasted), so where the server ends is not known",
            SearchEnd.BelowRange => $"misses {limit} at {Missed(finding.Refuted!)}, the lowest rate that was to be looked at",
            SearchEnd.UnderWay => $"is not yet through with {limit}",
            _ => $"has no confirmed rate for {limit} after {Plural.Of(finding.Trials, "trial")}: they contradict each other, or the client "
                + "was late",
        };
    }

    /// <summary>
    /// For example <c>By all 32 trials near it, p99 reaches 5 ms at 12.3 k/s (95 % CI 12.2–12.4 k/s)</c>; null where they do not say.
    /// </summary>
    public static string? EdgeText(RateSearch search, SearchFinding finding)
    {
        if (finding.Edge is not { } edge)
        {
            return null;
        }

        return $"By all {edge.Trials} trials near it, {search.Objective.Metric} reaches "
            + $"{NumberText.Of(search.Objective.Limit, Quantity.Microseconds)} at {NumberText.Of(edge.Rate, Quantity.PerSecond)} "
            + $"(95 % CI {NumberText.Range(edge.Low, edge.High, Quantity.PerSecond)})";
    }

    /// <summary>For example <c>p99 ≤ 5 ms</c>.</summary>
    public static string LimitOf(RateSearch search) => ObjectiveMetrics.Find(search.Objective.Metric).Text(search.Objective.Limit);

    /// <summary>A rate as it is asked for: whole, with commas, where it is whole.</summary>
    public static string Rate(double rate) => rate == Math.Truncate(rate)
        ? NumberText.Whole((long)rate) + "/s"
        : rate.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture) + "/s";

    private static string Missed(SearchBracket bracket) => $"{Rate(bracket.Rate)} in {bracket.Of - bracket.Met} of {bracket.Of}";
}
