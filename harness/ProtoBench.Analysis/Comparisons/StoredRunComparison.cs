using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Statistics;
using ProtoBench.Reading.Links;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// Two stored runs side by side. Their trials are not paired, and their sessions differ in ways no trial shows, so errors are widened.
/// </summary>
internal static class StoredRunComparison
{
    /// <summary>
    /// How much the level of an unchanged cell moves between sessions, as a standard deviation of its logarithm: 2 to 3 % between runs on
    /// one quiet machine, far more on a shared one.
    /// </summary>
    public const double DefaultSessionSpread = 0.03;

    // Tails move half as much again.
    private const double TailAmplification = 1.5;

    /// <param name="before">The base.</param>
    /// <param name="after">What is held against it.</param>
    /// <param name="sessionSpread">See <see cref="DefaultSessionSpread"/>.</param>
    /// <param name="further">Keys of <see cref="ComparableMetrics.Further"/> that are to be compared too.</param>
    public static ComparedSuite Of(
        RunResult before, RunResult after, double sessionSpread = DefaultSessionSpread, IReadOnlySet<string>? further = null)
    {
        var notes = new List<string>
        {
            $"The runs are not paired: {ComparisonSentence.Share(sessionSpread)} between sessions was added to every error (half as "
                + "much again for p99). "
                + "'protobench ab' compares interleaved pairs and sees far smaller changes.",
        };
        var differences = RunEnvironment.Between(before, after);
        notes.AddRange(differences.Where(IsTool).Select(difference => $"The builds differ, {difference}."));
        var metrics = new List<ComparedMetric>();
        var (failures, gaps) = (new List<ComparedFailures>(), new List<SuiteGap>());
        foreach (var cell in before.Plan.Cells.Where(cell => cell.Runs))
        {
            if (Counterpart(cell, after.Plan, notes, gaps) is not { } other)
            {
                continue;
            }

            var failed = ComparedFailures.Of(cell, RunGaps.Ran(before, cell), RunGaps.Ran(after, cell), paired: false).ToList();
            notes.AddRange(FailureNotes.Of(cell, failed));
            var (old, now) = (Trials(before, cell, "base", notes), Trials(after, other, "new", notes));
            if (!MeanTheSameLink(cell, before.Plan, after.Plan, notes, gaps))
            {
                continue;
            }

            if (cell.Load.Search is not null)
            {
                NotCompared(cell, "it searched for a rate, and each run found one of its own", notes, gaps);
                continue;
            }

            if (BackendOf(old) is { } first && BackendOf(now) is { } second && first != second)
            {
                NotCompared(cell, $"{first} emulated its link in the base run, {second} in the new one", notes, gaps);
                continue;
            }

            if (IsInRounds(old) is { } shared && IsInRounds(now) is { } sharedNow && shared != sharedNow)
            {
                NotCompared(
                    cell, $"its trials were measured {Design(shared)} in the base run, {Design(sharedNow)} in the new one", notes, gaps);
                continue;
            }

            failures.AddRange(FailureNotes.Judgeable(failed, Math.Min(old.Count, now.Count), gaps));
            var compared = Metrics(cell, old, now, sessionSpread, further).ToList();
            metrics.AddRange(compared);
            gaps.AddRange(
                RunGaps.Of(cell, before, after, old.Count, now.Count) is { } gap ? [gap] : RunGaps.Metrics(cell, compared, old, now));
        }

        foreach (var cell in after.Plan.Cells
            .Where(cell => cell.Runs && !before.Plan.Cells.Any(known => known.Key == cell.Key && known.Runs)))
        {
            notes.Add($"{cell.Id} is only in the new run.");
            gaps.Add(new SuiteGap(cell, null, GapKind.Remark, "only in the new run, so it was not judged"));
        }

        return new ComparedSuite
        {
            BaseLabel = before.Id,
            NewLabel = after.Id,
            Scenario = after.Plan.Scenario.Name,
            Paired = false,
            ConfirmingShare = 0,
            SessionSpread = sessionSpread,
            FingerprintDifferences = [.. differences.Where(difference => !IsTool(difference))],
            Metrics = metrics,
            Failures = failures,
            Gaps = gaps,
            Notes = notes,
        };
    }

    // Arms that are driven in turns find other caches and clocks than one that has the machine to itself.
    private static bool? IsInRounds(List<TrialResult> trials) =>
        trials.Count == 0 ? null : trials.Any(trial => trial.Round is not null);

    private static string Design(bool inRounds) => inRounds ? "in turns with other arms" : "one after the other";

    // Another build is what a comparison is usually about; another kernel is not.
    private static bool IsTool(string difference) => difference.StartsWith("tool ", StringComparison.Ordinal);

    private static string? BackendOf(List<TrialResult> trials) => trials.FirstOrDefault()?.Link?.Certificate.Facts.Backend;

    // Links are compared by what they do to packets, so that a name cannot hide another network.
    private static bool MeanTheSameLink(Cell cell, Plan before, Plan after, List<string> notes, List<SuiteGap> gaps)
    {
        switch (ScenarioLinks.AreSame(cell.Link, before.Scenario, after.Scenario, out var difference))
        {
            case false:
                NotCompared(cell, $"its link is different in the new run ({difference})", notes, gaps);
                return false;
            case null when !notes.Contains(Unknown(cell.Link)):
                notes.Add(Unknown(cell.Link));
                return true;
            default:
                return true;
        }
    }

    private static string Unknown(string link) =>
        $"Whether {link} is the same link in both runs is not known: one of them is from before profiles were kept.";

    private static void NotCompared(Cell cell, string why, List<string> notes, List<SuiteGap> gaps)
    {
        notes.Add($"{cell.Id} is not compared: {why}.");
        gaps.Add(new SuiteGap(cell, null, GapKind.NotJudged, $"not compared, because {why}"));
    }

    private static Cell? Counterpart(Cell cell, Plan after, List<string> notes, List<SuiteGap> gaps)
    {
        if (after.Cells.FirstOrDefault(candidate => candidate.Key == cell.Key && candidate.Runs) is not { } other)
        {
            var why = after.Cells.FirstOrDefault(candidate => candidate.Key == cell.Key) is { } idle
                ? $"the new run could not run it: {(idle.NotApplicable ?? idle.Unsupported)!.TrimEnd('.')}"
                : "the new run has no such cell";
            notes.Add($"{cell.Id} is only in the base run.");
            gaps.Add(new SuiteGap(cell, null, GapKind.NotMeasured, why));
            return null;
        }

        if (cell.Workload with { Loads = null, Objectives = null } != other.Workload with { Loads = null, Objectives = null }
            || cell.Load != other.Load
            || cell.Connections != other.Connections)
        {
            NotCompared(cell, "its workload, load or number of connections differs in the new run", notes, gaps);
            return null;
        }

        if (cell.Arm != other.Arm)
        {
            notes.Add($"{cell.Id} has other protocol settings in the new run; that is what its rows compare.");
        }

        return other;
    }

    private static List<TrialResult> Trials(RunResult run, Cell cell, string side, List<string> notes)
    {
        var trials = run.Trials.Where(trial => trial.CellId == cell.Id).ToList();
        var counting = trials.Where(trial => trial is { Status: TrialStatus.Succeeded, Measurement: not null }).ToList();
        if (counting.Count < trials.Count)
        {
            var reason = trials.Except(counting).SelectMany(trial => trial.Reasons).FirstOrDefault() ?? "see the report of the run";
            notes.Add($"{cell.Id}: {trials.Count - counting.Count} of {trials.Count} trials of the {side} run do not count: {reason}.");
        }

        return counting;
    }

    private static IEnumerable<ComparedMetric> Metrics(
        Cell cell, List<TrialResult> before, List<TrialResult> after, double sessionSpread, IReadOnlySet<string>? further)
    {
        foreach (var metric in ComparableMetrics.Of(cell, further))
        {
            var read = metric.ReaderFor([.. before, .. after]);
            var (a, b) = (Values(read, before), Values(read, after));
            var tail = metric == ComparableMetrics.P99 ? TailAmplification : 1;
            var withheld = a.Count < before.Count || b.Count < after.Count
                ? metric.SamplesNeeded > 0 ? $"it needs {metric.SamplesNeeded} exchanges in every trial" : "not every trial has it"
                : Math.Min(a.Count, b.Count) < ComparisonRule.FewestPairs
                    ? $"there are fewer than {ComparisonRule.FewestPairs} trials on a side"
                    : null;
            yield return new ComparedMetric
            {
                Cell = cell,
                Metric = metric,
                Base = a,
                New = b,
                Cost = withheld is null ? TrimmedMean.Difference([.. a.Select(metric.LogCost)], [.. b.Select(metric.LogCost)]) : null,
                SessionVariance = 2 * sessionSpread * sessionSpread * tail * tail,
                Withheld = withheld,
            };
        }
    }

    private static List<double> Values(Func<TrialResult, double?> read, List<TrialResult> trials) =>
        [.. trials.Select(read).OfType<double>().Where(value => value > 0 && double.IsFinite(value))];
}
