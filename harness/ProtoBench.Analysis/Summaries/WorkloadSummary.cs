using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Summaries;

/// <summary>One workload on one link: every arm at every load point.</summary>
internal sealed record WorkloadSummary
{
    public required Workload Workload { get; init; }

    public required string Link { get; init; }

    /// <summary>In the scenario's order.</summary>
    public required IReadOnlyList<LoadSummary> Loads { get; init; }

    /// <summary>The workload's name, with the link when the run has several.</summary>
    public required string Title { get; init; }

    /// <summary>Unique on the page; lower-case letters, digits and hyphens.</summary>
    public required string Anchor { get; init; }

    public bool IsBulk => Workload.Kind is not WorkloadKind.Exchange;

    public IEnumerable<CellSummary> Cells => Loads.SelectMany(load => load.Cells);
}
