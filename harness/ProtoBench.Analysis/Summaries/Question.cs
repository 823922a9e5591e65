namespace ProtoBench.Analysis.Summaries;

/// <summary>What a verdict answers.</summary>
/// <param name="Workload">The workload on its link.</param>
/// <param name="Load">At which load.</param>
/// <param name="Metrics">The figure that decides; those behind it are asked for where no arm has it.</param>
internal sealed record Question(WorkloadSummary Workload, LoadSummary Load, IReadOnlyList<Metric> Metrics)
{
    /// <summary>Offered rates above this one, at which fewer arms have the figure.</summary>
    public IReadOnlyList<LoadSummary> Higher { get; init; } = [];

    public string Scope => $"{Workload.Title}, {Load.Title}";
}
