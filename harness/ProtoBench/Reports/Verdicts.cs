using ProtoBench.Scenarios;

namespace ProtoBench.Reports;

/// <summary>Writes the verdicts. They claim an order only where trials on both sides support it.</summary>
internal static class Verdicts
{
    /// <summary>From here on a reader sees a difference with the bare eye and asks why the report does not.</summary>
    private const double NoticeableFactor = 1.25;

    public static IReadOnlyList<Verdict> Of(IReadOnlyList<WorkloadSummary> workloads)
    {
        var verdicts = workloads.SelectMany(Of).ToList();
        return verdicts.Count > 0
            ? verdicts
            :
            [
                new Verdict(
                    "", "No trial succeeded, so this run has no answer.", ["What went wrong is listed under “Not measured and notes”."]),
            ];
    }

    private static IEnumerable<Verdict> Of(WorkloadSummary workload)
    {
        var questions = workload.IsBulk ? BulkQuestions(workload) : ExchangeQuestions(workload);
        return questions.Select(question => Answer(workload, question.Load, question.Metric)).OfType<Verdict>();
    }

    private static IEnumerable<(LoadSummary Load, Metric Metric)> BulkQuestions(WorkloadSummary workload) =>
        workload.Loads.Select(load => (load, Metrics.Goodput));

    // The lightest closed load shows what an exchange costs, the heaviest what the protocol carries, the highest rate that two or
    // more carried what its tail costs.
    private static IEnumerable<(LoadSummary Load, Metric Metric)> ExchangeQuestions(WorkloadSummary workload)
    {
        var closed = workload.Loads.Where(load => load.Load.Loop is LoopKind.Closed).OrderBy(load => load.Load.InFlight).ToList();
        var open = workload.Loads.Where(
            load => load.Load.Loop is LoopKind.Open && load.Cells.Count(cell => cell[Metrics.P99] is not null && !cell.MissedRate) > 1)
            .MaxBy(load => load.Load.Rate);
        if (closed.Count > 0)
        {
            yield return (closed[0], Metrics.P50);
        }

        if (closed.Count > 0 && closed[^1].Load.InFlight > 1)
        {
            yield return (closed[^1], Metrics.Throughput);
        }

        if (open is not null)
        {
            yield return (open, Metrics.P99);
        }
    }

    private static Verdict? Answer(WorkloadSummary workload, LoadSummary load, Metric metric)
    {
        // An arm that did not carry the rate was measured at another load; its latency is no answer to this question.
        var missed = load.Cells.Where(cell => cell.MissedRate).ToList();
        var ranking = Ranking.Of(metric, load.Cells.Except(missed));
        if (ranking.Arms.Count == 0)
        {
            return null;
        }

        var scope = $"{workload.Title}, {load.Title}";
        var best = ranking.Arms[0];
        if (ranking.Arms.Count == 1)
        {
            var why = load.Cells.Count == 1
                ? "The run has one arm, so there is nothing to compare it with."
                : "No other arm has this figure, so there is nothing to compare it with.";
            return new Verdict(scope, $"{best.Cell.Arm}: {Value(best.Figure)}.", [why]);
        }

        return ranking.IsDecidable
            ? new Verdict(scope, Winner(ranking), [.. Others(ranking), .. Missed(missed)])
            : new Verdict(
                scope,
                $"{(best.IsRanked ? "In its trials" : "In its only trial")} {best.Cell.Arm} had the best "
                    + $"{ranking.Metric.Title}, {best.Figure.Text}.",
                [Undecided(ranking)]);
    }

    // "Cannot be told from the best" is no statement about two others, so the equals are compared with the best only.
    private static string Winner(Ranking ranking)
    {
        var best = ranking.Arms[0];
        var equals = ranking.Arms.Skip(1).Where(arm => arm.AmongBest).Select(arm => arm.Cell.Arm).ToList();
        return equals.Count == 0
            ? $"{best.Cell.Arm} {Deed(ranking.Metric)}: {Value(best.Figure)}."
            : $"{best.Cell.Arm} has the {Superlative(ranking.Metric)}, {Amount(best.Figure)}, but {List(equals)} {(equals.Count == 1 ? "is" : "are")} not distinguishable from it.";
    }

    private static IEnumerable<string> Others(Ranking ranking)
    {
        if (ranking.Arms.Where(arm => arm.AmongBest).MaxBy(arm => arm.Worse) is { Worse: > NoticeableFactor } widest)
        {
            yield return $"That includes {widest.Cell.Arm} at {Factor(widest)} of it: over trials this few or this uneven, and corrected for comparing "
                + "every pair of arms, such a difference could be chance. More trials or a quieter machine would tell.";
        }

        var behind = ranking.Arms.Where(arm => arm is { AmongBest: false, IsRanked: true }).ToList();
        if (behind.Count > 0)
        {
            var first = $"{behind[0].Cell.Arm} {Compared(ranking.Metric)} {Factor(behind[0])} {As(ranking.Metric)}";
            yield return string.Join(", ", behind.Skip(1).Select(arm => $"{arm.Cell.Arm} {Factor(arm)}").Prepend(first)) + ".";
        }

        var single = ranking.Arms.Where(arm => !arm.IsRanked).Select(arm => arm.Cell.Arm).ToList();
        if (single.Count > 0)
        {
            yield return $"{List(single)} {(single.Count == 1 ? "has" : "have")} a single valid trial, too few to be ranked.";
        }
    }

    private static IEnumerable<string> Missed(List<CellSummary> missed)
    {
        if (missed.Count > 0)
        {
            yield return $"{List([.. missed.Select(cell => cell.Arm)])} did not carry this rate.";
        }
    }

    private static string Undecided(Ranking ranking) =>
        $"{(ranking.Arms[0].IsRanked ? "The other arms have a single trial each, which shows" : "One trial per arm shows")} no "
            + "spread, so this is no verdict; run with trials: 5 or more.";

    private static string Deed(Metric metric) => metric.Key switch
    {
        "p50" => "answered fastest",
        "p99" => "had the shortest tail",
        "goodput" => "moved the most data",
        _ => "carried the most",
    };

    private static string Compared(Metric metric) => metric.LowerIsBetter ? "takes" : "reaches";

    private static string As(Metric metric) => metric.LowerIsBetter ? "as long" : "of that";

    private static string Superlative(Metric metric) => metric.SamplesNeeded > 0 ? $"lowest {metric.Key}" : $"highest {metric.Title}";

    private static string Value(Figure figure) => (figure.Metric.SamplesNeeded > 0 ? figure.Metric.Key + " " : "") + Amount(figure);

    private static string Amount(Figure figure) => $"{figure.Text} ({figure.IntervalClause})";

    private static string Factor(RankedArm arm) => RatioText.Of(arm.Ratio, arm.RatioLow, arm.RatioHigh);

    private static string List(List<string> names) =>
        names.Count == 1 ? names[0] : string.Join(", ", names.SkipLast(1)) + " and " + names[^1];
}
