using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Summaries;

/// <summary>All arms at one workload, link and load point.</summary>
internal sealed record LoadSummary
{
    public required LoadPoint Load { get; init; }

    /// <summary>One per arm, in the scenario's order.</summary>
    public required IReadOnlyList<CellSummary> Cells { get; init; }

    /// <summary>For example <c>1 in flight</c> or <c>5k/s offered, Poisson</c>.</summary>
    public string Title => LoadText.Of(Load);

    public Ranking Rank(Metric metric) => Ranking.Of(metric, Cells);
}
