using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Trials.Runs;

/// <summary>Whether a run goes on with another repetition. Pure.</summary>
internal static class EarlyEnding
{
    /// <summary>The cells that the repetition is to measure.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="repetition">The one that would come next, from 1.</param>
    /// <param name="trials">What there is so far.</param>
    public static IReadOnlySet<string> Wanted(Plan plan, int repetition, IReadOnlyList<TrialResult> trials)
    {
        // A repetition that was begun is carried through as it was, when it is resumed.
        var before = trials.Where(trial => trial.Repetition < repetition).ToList();
        return repetition <= EarlyEnd.FirstLook
            ? plan.Cells.Where(cell => cell.Runs).Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal)
            : EarlyEnd.Wanted(plan.Scenario, plan.Cells, before);
    }

    /// <summary>Why the repetition is not begun; null: it is.</summary>
    /// <param name="run">With what there is so far.</param>
    /// <param name="repetition">The one that would come next.</param>
    /// <param name="elapsed">Since the run was begun, or resumed.</param>
    /// <param name="slowest">What the longest repetition took.</param>
    public static RunEnding? Of(RunResult run, int repetition, TimeSpan elapsed, TimeSpan slowest)
    {
        if (run.Trials.All(trial => trial.Repetition != repetition - 1) || run.Trials.Any(trial => trial.Repetition >= repetition))
        {
            // The first is always measured, and one that was begun is carried through.
            return null;
        }

        var (scenario, planned) = (run.Plan.Scenario, run.Plan.Trials.Count);
        var wanted = Wanted(run.Plan, repetition, run.Trials);
        if (wanted.Count == 0)
        {
            return new RunEnding(
                RunEndingReason.Decided,
                $"ended after {Plural.Of(repetition - 1, "trial")} of up to {scenario.Trials}: every pair of arms is told apart or known "
                    + $"within {100 * scenario.Margin!.Value:0.#} %",
                planned);
        }

        if (scenario.Budget is not { } budget || elapsed + slowest <= budget)
        {
            return null;
        }

        var undecided = scenario.Margin is not null && repetition > EarlyEnd.FirstLook
            ? $"; {Plural.Of(wanted.Count, "arm")} would have needed more"
            : "";
        return new RunEnding(
            RunEndingReason.Budget,
            $"ended after {Plural.Of(repetition - 1, "trial")} of up to {scenario.Trials}: another would not have ended within the budget of "
                + $"{budget.TotalSeconds:0.#} s{undecided}",
            planned);
    }

    /// <summary>What to say of a run that has come to the end of its plan; null: every trial of it was run.</summary>
    /// <param name="run">Not interrupted, and with no repetition left.</param>
    public static RunEnding? AtTheEnd(RunResult run)
    {
        var (scenario, planned) = (run.Plan.Scenario, run.Plan.Trials.Count);
        if (scenario.Margin is null || run.Trials.Count >= planned)
        {
            return null;
        }

        var undecided = Wanted(run.Plan, scenario.Trials + 1, run.Trials).Count;
        return new RunEnding(
            undecided == 0 ? RunEndingReason.Decided : RunEndingReason.Spent,
            undecided == 0
                ? $"ended after {Plural.Of(scenario.Trials, "trial")}, which not every arm needed: every pair of arms is told apart or "
                    + $"known within {100 * scenario.Margin.Value:0.#} %"
                : $"ended after {Plural.Of(scenario.Trials, "trial")}; {Plural.Of(undecided, "arm")} would have needed more, others fewer",
            planned);
    }
}
