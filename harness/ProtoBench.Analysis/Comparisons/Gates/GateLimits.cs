using System.IO.Enumeration;
using ProtoBench.Analysis.Objectives;
using ProtoBench.Analysis.Searches;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>One cell of the side that is judged, with all its trials.</summary>
/// <param name="Cell">A cell that can run.</param>
/// <param name="Trials">Also those that do not count.</param>
internal sealed record LimitedCell(Cell Cell, IReadOnlyList<TrialResult> Trials);

/// <summary>The absolute limits of a policy, held against one side alone. Pure.</summary>
internal static class GateLimits
{
    /// <summary>The cells of a run.</summary>
    public static IReadOnlyList<LimitedCell> CellsOf(RunResult run)
    {
        var trials = run.Trials.ToLookup(trial => trial.CellId, StringComparer.Ordinal);
        return
        [
            .. run.Plan.Cells.Where(cell => cell.Runs)
                .Select(cell => new LimitedCell(cell, CellSearch.Counting(run.Plan.Scenario, cell, trials[cell.Id]))),
        ];
    }

    /// <summary>The cells of the new side of pairs.</summary>
    public static IReadOnlyList<LimitedCell> CellsOf(PairRun run) =>
    [
        .. run.Header.New.Cells.Select((cell, index) => new LimitedCell(
                cell, [.. run.Pairs.Where(pair => pair.CellIndex == index).Select(pair => pair.New)]))
            .Where(one => one.Cell.Runs),
    ];

    /// <summary>The objectives of a run's scenario as a policy; without rules where it has none.</summary>
    public static GatePolicy PolicyOf(Plan plan) => new()
    {
        Name = "objectives of the scenario",
        Rules =
        [
            .. plan.Cells.Where(cell => cell.Runs).SelectMany(cell => RunObjectives.Of(plan.Scenario, cell).SelectMany(objective =>
                Enum.GetValues<GateMetric>()
                    .Where(metric => ChoiceShape<GateMetric>.WordOf(metric) == objective.Metric)
                    .Select(metric => new GateRule
                    {
                        Metric = metric,
                        Cells = cell.Id,
                        Limit = objective.Limit,
                        IsRelative = false,
                    }))),
        ],
    };

    /// <summary>For each cell and metric the first rule with a limit that fits.</summary>
    public static IReadOnlyList<LimitFinding> Judge(GatePolicy policy, IReadOnlyList<LimitedCell> cells)
    {
        var findings = new List<LimitFinding>();
        foreach (var (cell, trials) in cells)
        {
            findings.AddRange(policy.Rules.Where(rule => Fits(rule, cell, trials))
                .DistinctBy(rule => rule.Metric)
                .Select(rule => Finding(rule, ObjectiveJudge.Judge(cell, rule.Objective!, trials))));
        }

        return findings;
    }

    /// <summary>Does the rule have a limit that some cell can be held against?</summary>
    public static bool IsAbout(GateRule rule, IReadOnlyList<LimitedCell> cells) => cells.Any(one => Fits(rule, one.Cell, one.Trials));

    private static bool Fits(GateRule rule, Cell cell, IReadOnlyList<TrialResult> trials) => rule.Objective is { } objective
        && ObjectiveJudge.Concerns(ObjectiveMetrics.Find(objective.Metric), cell, trials)
        && FileSystemName.MatchesSimpleExpression(rule.Cells, cell.Id, ignoreCase: false);

    // Nothing passes because it was not measured; an interval on both sides of the limit is what "inconclusive" is about.
    private static LimitFinding Finding(GateRule rule, ObjectiveFinding finding) => new()
    {
        Objective = finding,
        Rule = rule.Name,
        Line = rule.Line,
        Outcome = finding.Outcome switch
        {
            ObjectiveOutcome.Met => GateOutcome.Passed,
            ObjectiveOutcome.Missed => GateOutcome.Slower,
            _ when finding.IsUnmeasured => GateOutcome.NotMeasured,
            _ => rule.Inconclusive == InconclusiveMeaning.Fail ? GateOutcome.Inconclusive : GateOutcome.Passed,
        },
    };
}
