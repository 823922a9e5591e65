using ProtoBench.Analysis.Searches;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Analysis.Objectives;

/// <summary>What a run makes of its scenario's objectives.</summary>
internal static class RunObjectives
{
    /// <summary>The limits that a cell has: its workload's own, or else the scenario's as far as it has such figures.</summary>
    public static IReadOnlyList<Objective> Of(Scenario scenario, Cell cell) =>
    [
        .. (cell.Workload.Objectives ?? scenario.Objectives ?? [])
            .Where(objective => ObjectiveJudge.Concerns(ObjectiveMetrics.Find(objective.Metric), cell)),
    ];

    /// <summary>One finding a limit of the cell; empty where it has none, or cannot run.</summary>
    public static IReadOnlyList<ObjectiveFinding> Of(RunResult run, Cell cell)
    {
        if (!cell.Runs || Of(run.Plan.Scenario, cell) is not { Count: > 0 } objectives)
        {
            return [];
        }

        var trials = CellSearch.Counting(run.Plan.Scenario, cell, run.Trials);
        return
        [
            .. objectives.Where(objective => ObjectiveJudge.Concerns(ObjectiveMetrics.Find(objective.Metric), cell, trials))
                .Select(objective => ObjectiveJudge.Judge(cell, objective, trials)),
        ];
    }
}
