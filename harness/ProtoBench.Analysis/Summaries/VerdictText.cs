using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using static ProtoBench.Analysis.Summaries.VerdictWords;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Writes one verdict.</summary>
internal static class VerdictText
{
    /// <summary>From here on a reader sees a difference with the bare eye and asks why the report does not.</summary>
    private const double NoticeableFactor = 1.25;

    private const string MoreTrials = "More trials or a quieter machine would settle it.";

    /// <summary>The answer; null where nothing was to be measured.</summary>
    public static Verdict? Answer(Question question, bool busyBefore)
    {
        var (load, first) = (question.Load, question.Metrics[0]);
        if (load.Cells.All(cell => cell.State is not CellState.Measured))
        {
            return load.Cells.Any(cell => cell.Invalid + cell.Failed > 0)
                ? new Verdict(
                    question.Scope,
                    "No trial counts here, so there is no answer.",
                    [.. LeftOut.Of(load.Cells, Ranking.Of(first, []), first)])
                : null;
        }

        // An arm that did not carry the rate was measured at another load; its latency is no answer to this question.
        var missed = load.Cells.Where(cell => cell.MissedRate).ToList();
        var ranking = question.Metrics.Select(metric => Ranking.Of(metric, load.Cells.Except(missed))).FirstOrDefault(
            ranking => ranking.Arms.Count > 0);
        if (ranking is null)
        {
            return new Verdict(
                question.Scope,
                "There are trials that count, but none has a figure to answer with.",
                [.. Missed(missed), .. LeftOut.Of(load.Cells.Except(missed), Ranking.Of(first, []), first)]);
        }

        var cells = ranking.Arms.Select(arm => arm.Cell).ToList();
        var (answer, rest) = ranking.Arms.Count == 1 || ranking.IsGiven ? Alone(question, ranking) : Compared(ranking);
        return new Verdict(
            question.Scope,
            Sentence(answer, UnlikeConditions.Of(cells), busyBefore || cells.Any(IsBusy)),
            [
                .. rest,
                .. Missed(missed),
                .. LeftOut.Of(load.Cells.Except(missed), ranking, ranking.Metric),
                .. LeftOut.InPart(cells),
                .. Higher(question, ranking.Metric),
                .. NoTail(question, ranking),
            ]);
    }

    // What was unlike and how the machine was belong into the sentence that is quoted without its neighbours.
    private static string Sentence(string answer, IReadOnlyList<string> unlike, bool busy) =>
        answer + (busy ? "; the machine was busy" : "") + (unlike.Count > 0 ? $"; conditions differ: {string.Join("; ", unlike)}." : ".");

    private static bool IsBusy(CellSummary cell) =>
        cell.Succeeded.Any(trial => trial.Machines.Any(MachineStates.IsBusyDuring));

    private static (string Answer, IEnumerable<string> Further) Alone(Question question, Ranking ranking)
    {
        var open = question.Load.Load.Loop is LoopKind.Open;
        var at = !open ? ""
            : question.Load.Load.Shape is null ? $" at {LoadText.Rate(question.Load.Load)}"
            : $" at {LoadText.Of(question.Load.Load)}";
        IReadOnlyList<Metric> also =
            open && ranking.Metric.SamplesNeeded > Metrics.P50.SamplesNeeded ? [Metrics.P50, ranking.Metric] : [ranking.Metric];
        var figures =
            ranking.Arms.Select(arm => (arm.Cell.Arm, Figures: also.Select(metric => arm.Cell[metric]).OfType<Figure>().ToList())).ToList();
        var wide =
            figures.SelectMany(arm => arm.Figures.Where(figure => figure.IsTooNoisy).Select(figure => Noise(arm.Arm, figure))).ToList();
        var why = ranking.IsGiven && question.Load.Cells.Count > 1 ? "Throughput at an offered rate is that rate, so nobody is best in it."
            : question.Load.Cells.Count == 1 ? "The run has one arm, so there is nothing to compare it with."
            : "No other arm has this figure, so there is nothing to compare it with.";
        return (
            string.Join("; ", figures.Select(arm => $"{arm.Arm}: {string.Join(", ", arm.Figures.Select(Value))}"))
                + at
                + (wide.Count > 0 ? "; too noisy to rank" : ""),
            [why, .. wide.Count > 0 ? [$"Too noisy to rank: {string.Join("; ", wide)}. {MoreTrials}"] : (IEnumerable<string>)[]]);
    }

    private static (string Answer, IEnumerable<string> Further) Compared(Ranking ranking)
    {
        var best = ranking.Arms[0];
        if (ranking.IsDecidable)
        {
            return (Winner(ranking), [.. Others(ranking), .. Noisy(ranking)]);
        }

        if (ranking.Arms.Any(arm => arm.Figure.IsTooNoisy))
        {
            return best.IsRanked
                ? ($"{best.Cell.Arm}: {Value(best.Figure)}; no other arm can be ranked", [.. Noisy(ranking), .. Single(ranking)])
                : NothingRanked(ranking);
        }

        return (
            $"{(best.IsRanked ? "In its trials" : "In its only trial")} {best.Cell.Arm} had the best {ranking.Metric.Title}, "
                + $"{best.Figure.Text}",
            [Undecided(ranking)]);
    }

    // Of many the names come first: their intervals would bury the answer.
    private static (string Answer, IEnumerable<string> Further) NothingRanked(Ranking ranking)
    {
        var noisy = ranking.Arms.Where(arm => arm.Figure.IsTooNoisy).ToList();
        var intervals = string.Join("; ", noisy.Select(arm => Noise(arm.Cell.Arm, arm.Figure)));
        return noisy.Count <= 2
            ? ($"Too noisy to rank: {intervals}", [.. Single(ranking), MoreTrials])
            : ($"Too noisy to rank: {List([.. noisy.Select(arm => arm.Cell.Arm)])}", [.. Single(ranking), MoreTrials, intervals + "."]);
    }

    // "Cannot be told from the best" is no statement about two others, so the equals are compared with the best only.
    private static string Winner(Ranking ranking)
    {
        var best = ranking.Arms[0];
        var among = ranking.Arms.Any(arm => arm.Figure.IsTooNoisy) ? "Of the arms that can be ranked, " : "";
        var equals = ranking.Arms.Skip(1).Where(arm => arm.AmongBest).Select(arm => arm.Cell.Arm).ToList();
        return among + (equals.Count == 0
            ? $"{best.Cell.Arm} {Deed(ranking.Metric)}: {Value(best.Figure)}"
            : $"{best.Cell.Arm} has the {Superlative(ranking.Metric)}, {Amount(best.Figure)}, but {List(equals)} {Are(equals.Count)} "
                + "not distinguishable from it");
    }

    private static IEnumerable<string> Others(Ranking ranking)
    {
        if (ranking.Arms.Where(arm => arm.AmongBest).MaxBy(arm => arm.Worse) is { Worse: > NoticeableFactor } widest)
        {
            yield return $"That includes {widest.Cell.Arm} at {Factor(widest)} of it: over trials this few or this uneven, and "
                + "corrected for comparing "
                + $"every pair of arms, such a difference could be chance. {MoreTrials}";
        }

        var behind = ranking.Arms.Where(arm => arm is { AmongBest: false, IsRanked: true }).ToList();
        if (behind.Count > 0)
        {
            var first = $"{behind[0].Cell.Arm} {VerdictWords.Compared(ranking.Metric)} {Factor(behind[0])} {As(ranking.Metric)}";
            yield return string.Join(", ", behind.Skip(1).Select(arm => $"{arm.Cell.Arm} {Factor(arm)}").Prepend(first)) + ".";
        }

        foreach (var sentence in Single(ranking))
        {
            yield return sentence;
        }
    }

    private static IEnumerable<string> Single(Ranking ranking)
    {
        var single = ranking.Arms.Where(arm => arm.Figure.Trials.Count == 1).Select(arm => arm.Cell.Arm).ToList();
        if (single.Count > 0)
        {
            yield return $"{List(single)} {(single.Count == 1 ? "has" : "have")} a single valid trial, too few to be ranked.";
        }
    }

    private static IEnumerable<string> Noisy(Ranking ranking)
    {
        var noisy = ranking.Arms.Where(arm => arm.Figure.IsTooNoisy).Select(arm => Noise(arm.Cell.Arm, arm.Figure)).ToList();
        if (noisy.Count > 0)
        {
            yield return $"Too noisy to rank: {string.Join("; ", noisy)}. {MoreTrials}";
        }
    }

    private static IEnumerable<string> Missed(List<CellSummary> missed)
    {
        if (missed.Count > 0)
        {
            yield return $"{List([.. missed.Select(cell => cell.Arm)])} did not carry this rate.";
        }
    }

    // A reader who sees an answer at one rate takes it for the highest that was offered.
    private static IEnumerable<string> Higher(Question question, Metric metric)
    {
        foreach (var load in question.Higher
            .Where(load => load.Cells.Any(cell => cell.State is CellState.Measured || cell.Invalid + cell.Failed > 0)))
        {
            var carried = load.Cells.Where(cell => cell[metric] is not null && !cell.MissedRate).Select(cell => cell.Arm).ToList();
            yield return $"At {LoadText.Rate(load.Load)} "
                + $"{(carried.Count == 0 ? "no arm has" : $"only {List(carried)} {(carried.Count == 1 ? "has" : "have")}")} a "
                    + $"{metric.Key} that counts.";
        }
    }

    private static IEnumerable<string> NoTail(Question question, Ranking ranking)
    {
        if (question.Load.Load is not { Loop: LoopKind.Open } load || ranking.Metric == Metrics.P99 || question.Workload.IsBulk)
        {
            yield break;
        }

        yield return ranking.IsGiven ? $"There is no percentile to compare: {TailSamples.Needs("p50", load)}."
            : question.Load.Cells.Any(cell => cell[Metrics.P99] is not null) ? $"No two arms have a p99 to compare: "
                + $"{TailSamples.Needs("p99", load)}."
            : $"There is no p99 to compare: {TailSamples.Needs("p99", load)}.";
    }

    private static string Undecided(Ranking ranking) =>
        $"{(ranking.Arms[0].IsRanked ? "The other arms have a single trial each, which shows" : "One trial per arm shows")} no "
            + "spread, so this is no verdict; run with trials: 5 or more.";
}
