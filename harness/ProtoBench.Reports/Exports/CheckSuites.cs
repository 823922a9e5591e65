using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Objectives;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>From what ProtoBench found to checks. Pure. A suite is red exactly when the command that made it exits with an error.</summary>
internal static class CheckSuites
{
    private const string Regression = "regression";
    private const string Inconclusive = "inconclusive";
    private const string BuiltIn = "built-in";

    /// <summary>One check per cell: was it measured, and may it be trusted?</summary>
    public static CheckSuite Of(RunResult run) => new()
    {
        Name = run.Plan.Scenario.Name,
        Time = run.Started,
        Properties =
        [
            new("protobench.run", run.Id),
            new("protobench.command", run.Command),
            .. FingerprintDifference.Fields(run.Fingerprint)
                .Concat(RunEnvironment.Fields(run))
                .Select(field => KeyValuePair.Create("environment." + field.Key.Replace(' ', '_'), field.Value)),
        ],
        Checks = [.. RunSummary.Of(run).Cells.Select(cell => CheckOf(cell, run)), .. Nothing(run)],
    };

    /// <summary>One check per rule and metric.</summary>
    public static CheckSuite Of(GateReport gate) => new()
    {
        Name = gate.Comparison.Scenario,
        Properties = [.. PropertiesOf(gate.Comparison), new("protobench.policy", gate.Policy)],
        Checks =
        [
            .. gate.Comparison.Gaps.SelectMany(ChecksOf),
            .. gate.Limits.Select(limit => CheckOf(limit, gate.Policy)),
            .. gate.Findings.Select(finding => CheckOf(finding, gate.Policy)),
        ],
    };

    /// <summary>One check per metric, without a policy.</summary>
    public static CheckSuite Of(ComparisonReport comparison) => new()
    {
        Name = comparison.Scenario,
        Properties = [.. PropertiesOf(comparison)],
        Checks = [.. comparison.Gaps.SelectMany(ChecksOf), .. comparison.Metrics.Select(
            metric => new Check($"{metric.CellId} {metric.Metric}", OutcomeOf(metric.Verdict), KindOf(metric.Verdict), metric.Sentence))],
    };

    /// <summary>One check per series.</summary>
    public static CheckSuite Of(HistoryReport history) => new()
    {
        Name = "history",
        Time = history.Points.Count > 0 ? history.Points[^1].Time : null,
        Properties = [new("protobench.store", history.Store), new("protobench.runs", $"{history.Points.Count}")],
        Checks =
        [
            .. history.Series.Select(CheckOf),
            .. history.LeftOpen.Select(alarm => new Check(
                $"{NameOf(alarm.Series)}, replaced since {alarm.ReplacedBy}",
                CheckOutcome.Failed,
                Regression,
                $"left open ({string.Join("; ", alarm.Differences)}): {SeriesText.Sentence(alarm.Series, alarm.Series.Open!.Change)}")),
            .. history.Problems
                .Select((problem, i) => new Check($"line {i + 1} that was left out", CheckOutcome.Error, "unmeasured", problem)),
        ],
    };

    private static Check CheckOf(CellSummary cell, RunResult run)
    {
        var (outcome, kind) = cell.State switch
        {
            CellState.Measured when cell.Succeeded.Count < cell.Planned => (CheckOutcome.Error, "unmeasured"),
            CellState.Measured => (CheckOutcome.Passed, ""),
            CellState.NotApplicable or CellState.Unsupported => (CheckOutcome.Skipped, "unsupported"),
            _ => (CheckOutcome.Error, "unmeasured"),
        };
        var trials = run.Trials.Where(trial => trial.CellId == cell.Cell.Id).ToList();
        var reasons = cell.State is CellState.Measured
            ? Sentences.Joined(trials.SelectMany(trial => trial.Reasons).Distinct(StringComparer.Ordinal))
            : cell.Reason;
        return new Check(
            $"{cell.Cell.Id} measured",
            outcome,
            kind,
            outcome is CheckOutcome.Error ? $"Trials that count: {cell.TrialsText}. {reasons}" : reasons)
        {
            Seconds = trials.Sum(trial => trial.Seconds),
        };
    }

    // A report without a single check, or with nothing but skipped ones, is green wherever it is read.
    private static IEnumerable<Check> Nothing(RunResult run) => run.Plan.Trials.Count > 0
        ? []
        : [new Check(
            "anything measured",
            CheckOutcome.Error,
            "unmeasured",
            $"The run has no trial: none of its {run.Plan.Cells.Count} cells can run.")];

    private static IEnumerable<Check> ChecksOf(ComparisonGap gap) => gap.Kind == GapKind.Remark
        ? []
        : [new Check(
            string.Join(
                ' ',
                new[] { gap.CellId ?? "comparison", gap.Metric, gap.Kind == GapKind.NotMeasured ? "measured" : "judged" }.OfType<string>()),
            CheckOutcome.Error,
            gap.Kind == GapKind.NotMeasured ? "unmeasured" : Inconclusive,
            gap.Sentence)];

    private static Check CheckOf(LimitFinding limit, string policy)
    {
        var (outcome, kind) = limit.Outcome switch
        {
            GateOutcome.Slower => (CheckOutcome.Failed, "limit"),
            GateOutcome.NotMeasured => (CheckOutcome.Error, "unmeasured"),
            GateOutcome.Inconclusive => (CheckOutcome.Error, Inconclusive),
            _ when limit.Objective.Outcome is ObjectiveOutcome.CannotTell => (CheckOutcome.Skipped, Inconclusive),
            _ => (CheckOutcome.Passed, ""),
        };
        return new Check($"{limit.Objective.CellId} {limit.Objective.LimitText} ({limit.Rule})", outcome, kind, limit.Objective.Sentence)
        {
            File = limit.Line == 0 ? null : policy,
            Line = limit.Line,
        };
    }

    private static Check CheckOf(GateFinding finding, string policy)
    {
        var (outcome, kind) = finding.Outcome switch
        {
            GateOutcome.Slower => (CheckOutcome.Failed, Regression),
            GateOutcome.Inconclusive => (CheckOutcome.Error, Inconclusive),
            _ when finding.Metric.Verdict is ComparisonVerdict.Inconclusive => (CheckOutcome.Skipped, Inconclusive),
            _ => (CheckOutcome.Passed, ""),
        };
        return new Check($"{finding.Metric.CellId} {finding.Metric.Metric} ({finding.Rule})", outcome, kind, finding.Metric.Sentence)
        {
            File = policy == BuiltIn ? null : policy,
            Line = finding.Line,
        };
    }

    private static Check CheckOf(HistorySeries series)
    {
        var name = NameOf(series);
        var newest =
            (series.Open?.Change ?? series.Analysis.Newest) is { } change ? SeriesText.Sentence(series, change) : SeriesText.Short(series);
        return series switch
        {
            { Alarms: true } => new Check(name, CheckOutcome.Failed, Regression, newest),
            { AlarmsWeakly: true } or { IsJudged: false } => new Check(name, CheckOutcome.Skipped, Inconclusive, newest),
            _ => new Check(name, CheckOutcome.Passed, "", newest),
        };
    }

    private static string NameOf(HistorySeries series) => $"{series.Scenario} {series.Cell} {series.Metric.Key} in {series.Fingerprint}";

    private static IEnumerable<KeyValuePair<string, string>> PropertiesOf(ComparisonReport comparison) =>
    [
        new("protobench.base", comparison.BaseLabel),
        new("protobench.new", comparison.NewLabel),
        .. comparison.FingerprintDifferences.Select(difference => KeyValuePair.Create("protobench.difference", difference)),
    ];

    private static CheckOutcome OutcomeOf(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower or ComparisonVerdict.Worse => CheckOutcome.Failed,
        ComparisonVerdict.Inconclusive => CheckOutcome.Skipped,
        _ => CheckOutcome.Passed,
    };

    private static string KindOf(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower or ComparisonVerdict.Worse => Regression,
        ComparisonVerdict.Inconclusive => Inconclusive,
        _ => "",
    };
}
