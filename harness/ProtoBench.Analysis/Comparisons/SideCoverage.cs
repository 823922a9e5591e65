using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>How many of the trials that one side of a cell should have are there and count.</summary>
internal sealed record SideCoverage
{
    /// <summary>For people, such as <c>the new run</c>.</summary>
    public required string Side { get; init; }

    /// <summary>Trials of the plan.</summary>
    public required int Planned { get; init; }

    /// <summary>Trials that ended, whatever became of them.</summary>
    public required int Ran { get; init; }

    /// <summary>Those of them that succeeded.</summary>
    public required int Counting { get; init; }

    /// <summary>Those that this side, and not its partner, lost.</summary>
    public required IReadOnlyList<TrialResult> Lost { get; init; }

    public int Missing => Math.Max(0, Planned - Ran);

    /// <summary>Lost every trial without measuring anything?</summary>
    public bool Crashed => Lost.Count > 0 && Lost.Count == Ran && Lost.All(trial => trial.Status == TrialStatus.Failed);
}
