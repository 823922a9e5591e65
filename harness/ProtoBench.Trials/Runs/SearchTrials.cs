using ProtoBench.Analysis.Searches;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Searches;
using ProtoBench.Model.Text;

namespace ProtoBench.Trials.Runs;

/// <summary>The trials of cells that search for a rate: what each offers, what it says, and when there is an answer. Pure.</summary>
internal static class SearchTrials
{
    /// <summary>The cell as its next trial measures it; null: its search is over.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cell">A cell that searches.</param>
    /// <param name="trials">What there is so far.</param>
    public static (Cell Cell, SearchPhase Phase)? Next(Plan plan, Cell cell, IReadOnlyList<TrialResult> trials) =>
        SearchDecision.Next(cell.Load.Search!, plan.Scenario.Trials, CellSearch.TrialsOf(cell, trials)) is { } move
            ? (cell with { Load = cell.Load with { Rate = move.Rate } }, move.Phase)
            : null;

    /// <summary>
    /// The trial with what it says of its rate. Not keeping up is an answer here, and no fault of the trial; the client's lateness is one.
    /// </summary>
    /// <param name="cell">As it was measured.</param>
    /// <param name="phase">What the trial was for.</param>
    /// <param name="result">What came of it.</param>
    public static TrialResult Judge(Cell cell, SearchPhase phase, TrialResult result)
    {
        var (rate, objective) = (cell.Load.Rate!.Value, cell.Load.Search!.Objective);
        var found = ValueOf(objective.Metric, result.ResponseMicroseconds);
        var (verdict, why) = VerdictOf(cell.Load, objective.Limit, found, result);
        var search = new SearchTrial(rate, phase, verdict, found);
        return verdict is SearchVerdict.Met or SearchVerdict.Missed
            ? result with
            {
                Search = search,
                Status = TrialStatus.Succeeded,
                Reasons = [],
                Notes = why is null ? result.Notes : [.. result.Notes, why],
            }
            : result with
            {
                Search = search,
                Status = result.Status == TrialStatus.Succeeded ? TrialStatus.Invalid : result.Status,
                Reasons = why is null || result.Reasons.Count > 0 ? result.Reasons : [why],
            };
    }

    /// <summary>Why the run ends although its plan has trials left; null where others than searches have some.</summary>
    public static RunEnding? Ending(Plan plan, IReadOnlyList<TrialResult> trials)
    {
        var run = trials.Select(trial => trial.Number).ToHashSet();
        var searching = plan.Cells.Where(cell => cell.Load.Search is not null).ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        var left = plan.Trials.Where(trial => !run.Contains(trial.Number)).ToList();
        return left.Count > 0
            && left.TrueForAll(trial => searching.TryGetValue(trial.CellId, out var cell) && Next(plan, cell, trials) is null)
            ? new RunEnding(
                RunEndingReason.Found,
                $"ended after {Plural.Of(trials.Count, "trial")} of up to {plan.Trials.Count}: every search has its answer",
                plan.Trials.Count)
            : null;
    }

    private static (SearchVerdict Verdict, string? Why) VerdictOf(LoadPoint load, double limit, double? found, TrialResult result)
    {
        if (result.Measurement is not { } measurement)
        {
            return (SearchVerdict.Unusable, null);
        }

        var client = OpenLoopChecks.OfClient(load, result, measurement);
        var server = OpenLoopChecks.OfServer(result, measurement);
        var waiting = OpenLoopChecks.OfWarmUp(result, measurement);
        var outcomes = measurement.Outcomes;
        var broken = outcomes.ConnectionLost + outcomes.BadResponse;
        var rest = result.Reasons.Except(client).Except(server).Except(waiting).ToList();

        // Where the warm-up's queue was dropped, one at the window's start is the rate's own. Trials that begin with one and miss must not
        // be left out then: those that happen to begin without it would decide.
        var warmUp = measurement.OverdueDropped is null ? waiting : [];
        return client.Count > 0 ? (SearchVerdict.ClientLimited, client[0])
            : broken > 0 || (outcomes.Completed == 0 && outcomes.TimedOut > 0)
                ? (SearchVerdict.Missed, $"{broken + outcomes.TimedOut} of {outcomes.Total} exchanges failed at this rate")
            : rest.Count > 0 ? (SearchVerdict.Unusable, rest[0])
            : server.Count > 0 ? (SearchVerdict.Missed, server[0])
            : found is not { } value ? (SearchVerdict.Unusable, "it has too few samples for the percentile that is searched for")

            // A queue of the warm-up's only adds to what is measured: a limit that is kept nevertheless is kept.
            : value <= limit ? (SearchVerdict.Met, warmUp is [var waited, ..] ? waited : null)
            : warmUp.Count > 0 ? (SearchVerdict.Unusable, warmUp[0])
            : (SearchVerdict.Missed, null);
    }

    private static double? ValueOf(string percentile, LatencySummary? latency) => percentile switch
    {
        "p50" => latency?.P50,
        "p90" => latency?.P90,
        "p99.9" => latency?.P999,
        _ => latency?.P99,
    };
}
