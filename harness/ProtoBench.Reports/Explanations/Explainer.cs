using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reports.Explanations;

/// <summary>Looks for what explains each large difference of a run. A pure function of its summary.</summary>
internal static class Explainer
{
    /// <summary>Smaller differences have many small causes, which these rules would not tell apart.</summary>
    private const double LargeFactor = 1.5;

    /// <summary>A tail that is this much farther behind than the median is a question of its own.</summary>
    private const double OwnTail = 1.3;

    private const double Most = 0.6;

    private const double Part = 0.3;

    /// <summary>What explains the large differences in one panel's headline figures; empty where there are none.</summary>
    public static IEnumerable<(Metric Metric, string Best, IReadOnlyList<Explanation> Explanations)> Of(ReportPanel panel)
    {
        foreach (var (metric, kind) in Questions(panel))
        {
            var ranking = Ranking.Of(metric, panel.Load.Cells.Where(cell => !cell.MissedRate));
            if (!ranking.IsDecidable)
            {
                continue;
            }

            var best = ranking.Arms[0];
            var behind = ranking.Arms.Where(arm => arm is { IsBest: false, AmongBest: false, IsRanked: true } && arm.Worse >= LargeFactor)
                .Where(arm => kind is not DifferenceKind.Tail || arm.Worse >= OwnTail * MedianFactor(arm.Cell, best.Cell))
                .ToList();
            if (behind.Count > 0)
            {
                var evidence = EvidenceReader.Of(best.Cell);
                IReadOnlyList<ArmEvidence> others = [.. panel.Load.Cells.Select(EvidenceReader.Of)];
                yield return (metric, best.Cell.Arm, [.. behind.Select(arm => Explain(
                    new Difference
                    {
                        Kind = kind,
                        Figure = kind is DifferenceKind.Own ? metric : null,
                        InFlight = panel.Load.Load.Loop is LoopKind.Closed && !panel.Workload.IsBulk ? panel.Load.Load.InFlight : null,
                        Best = evidence,
                        Other = EvidenceReader.Of(arm.Cell),
                        Others = others,
                        Factor = arm.Worse,
                    },
                    Claim(metric, arm, best)))]);
            }
        }
    }

    /// <summary>What the rules find about one difference.</summary>
    /// <param name="difference">The difference with its evidence.</param>
    /// <param name="claim">The difference in words.</param>
    public static Explanation Explain(Difference difference, string claim)
    {
        var findings = ExplanationRules.All
            .Select(rule => rule(difference))
            .OfType<PossibleCause>()
            .Concat(KindParts.Of(difference))
            .OrderByDescending(finding => finding.Share)
            .ToList();
        var causes = findings.Where(finding => finding.Share >= Part).ToList();
        var outcome = causes.Count == 0 ? ExplanationOutcome.NotExplained
            : causes[0].Share >= Most ? ExplanationOutcome.Explained
            : ExplanationOutcome.InPart;
        var sentences = causes.Count > 0 ? causes : findings;
        return new Explanation(
            difference.Other.Label,
            claim,
            outcome,
            [.. causes.Select(finding => finding.Cause).Distinct(StringComparer.Ordinal)],
            sentences.Count > 0 ? [.. sentences.Select(finding => finding.Sentence)] : ["The trials recorded nothing that goes with it."]);
    }

    private static double MedianFactor(CellSummary cell, CellSummary best) =>
        Metrics.Typical(cell.Cell.Workload) is { LowerIsBetter: true } typical && cell[typical] is { } middle
            && best[typical] is { Centre: > 0 } bestMiddle
            ? middle.Centre / bestMiddle.Centre
            : 0;

    // The tail is asked about only where it is behind by more than the median is; otherwise it has the median's reason.
    private static IEnumerable<(Metric Metric, DifferenceKind Kind)> Questions(ReportPanel panel)
    {
        var workload = panel.Workload.Workload;
        foreach (var own in OwnQuestions.Of(workload))
        {
            yield return (own, DifferenceKind.Own);
        }

        if (panel.Workload.IsBulk)
        {
            yield return (Metrics.Goodput, DifferenceKind.Goodput);
            yield break;
        }

        if (panel.Load.Load is { Loop: LoopKind.Closed, InFlight: > 1 } && !WorkloadCatalog.Of(workload.Kind).IsCounted)
        {
            yield return (Metrics.Throughput, DifferenceKind.Rate);
        }
        else if (!Metrics.IsDecidedByItsOwn(workload))
        {
            yield return (Metrics.P50, DifferenceKind.Median);
        }

        yield return (Metrics.P99, DifferenceKind.Tail);
    }

    private static string Claim(Metric metric, RankedArm arm, RankedArm best)
    {
        return $"{metric.Title} {arm.Figure.Text}, {RatioText.Of(arm.Ratio, arm.RatioLow, arm.RatioHigh)} the {best.Figure.Text} of "
            + $"{best.Cell.Arm}";
    }
}
