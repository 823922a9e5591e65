using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>
/// What will run: the scenario, its cells and all trials in their seeded order. Written to plan.json before the first trial.
/// </summary>
public sealed record Plan
{
    /// <summary>Version of the run folder's format; see results/README.md.</summary>
    public int FormatVersion { get; init; } = 1;

    public required Scenario Scenario { get; init; }

    /// <summary>Every combination, also those that cannot run; in the order of the scenario file.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>Only trials of cells that can run, interleaved: every repetition visits all cells in a new seeded order.</summary>
    public required IReadOnlyList<PlannedTrial> Trials { get; init; }
}
