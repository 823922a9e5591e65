using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// Everything the reports of a run say, computed once. Invalid and failed trials are counted and listed, and part of no figure.
/// </summary>
internal sealed record RunSummary
{
    /// <summary>The run; of several side by side, what <see cref="SideBySide"/> made of them.</summary>
    public required RunResult Run { get; init; }

    /// <summary>The runs as they were stored: one, or several side by side.</summary>
    public required IReadOnlyList<RunPart> Parts { get; init; }

    /// <summary>Trials are still being run: what is missing is yet to come.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>Every cell of the plan, in its order.</summary>
    public required IReadOnlyList<CellSummary> Cells { get; init; }

    public required IReadOnlyList<WorkloadSummary> Workloads { get; init; }

    /// <summary>The answer in sentences, the most important first; never empty.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>From the first trial's start to the last trial's end; of several runs the sum.</summary>
    public TimeSpan Length => new(Parts.Sum(part => part.Length.Ticks));

    /// <summary>Trials that the plan had and the run has not.</summary>
    public int Missing => Run.Plan.Trials.Count - Run.Trials.Count;

    public static RunSummary Of(RunResult run) => Of(run, [new RunPart("", run)], _ => "");

    /// <param name="run">All that is to be summarised.</param>
    /// <param name="parts">The runs it consists of.</param>
    /// <param name="partOf">The label of the part an arm belongs to, by the arm's label.</param>
    public static RunSummary Of(RunResult run, IReadOnlyList<RunPart> parts, Func<string, string> partOf)
    {
        var trials = run.Trials.ToLookup(trial => trial.CellId, StringComparer.Ordinal);
        var planned = run.Plan.Trials.CountBy(trial => trial.CellId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var alphas = parts.ToDictionary(part => part.Label, part => EarlyEnd.AlphaOf(part.Run.Plan.Scenario), StringComparer.Ordinal);
        var cells = run.Plan.Cells.Select(
            cell => CellSummaries.Of(run.Plan.Scenario, cell, planned.GetValueOrDefault(cell.Id), [.. trials[cell.Id]]) with
            {
                Part = partOf(cell.Arm.Label),
                Alpha = alphas[partOf(cell.Arm.Label)],
            })
            .ToList();
        var workloads = Group(cells);
        return new RunSummary
        {
            Run = run,
            Parts = parts,
            Cells = cells,
            Workloads = workloads,
            Verdicts = [.. parts.SelectMany(part => SideBySide.VerdictsOf(part, workloads))],
        };
    }

    private static List<WorkloadSummary> Group(List<CellSummary> cells)
    {
        var severalLinks = cells.Select(cell => cell.Cell.Link).Distinct(StringComparer.Ordinal).Skip(1).Any();
        return
        [
            .. cells.GroupBy(cell => (cell.Cell.Workload.Name, cell.Cell.Link)).Select((group, index) => new WorkloadSummary
            {
                Workload = group.First().Cell.Workload,
                Link = CrossedBy(group) ?? group.Key.Link,
                Loads =
                [
                    .. group
                        .GroupBy(cell => cell.Cell.Load.Name, StringComparer.Ordinal)
                        .Select(load => new LoadSummary { Load = load.First().Cell.Load, Cells = [.. load] }),
                ],
                Title = severalLinks ? $"{group.Key.Name} over {group.Key.Link}" : group.Key.Name,
                Anchor = $"w{index + 1}",
            }),
        ];
    }

    // Runs over unlike networks side by side share a place and have no name for it.
    private static string? CrossedBy(IEnumerable<CellSummary> cells) =>
        cells.Select(cell => cell.Cell.Crosses).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;
}
