using System.Text.Json.Serialization;

namespace ProtoBench.Model.Results.Pairs;

/// <summary>One line of pairs.jsonl: a fresh pair of processes on each side, measured in turns.</summary>
public sealed record PairResult
{
    /// <summary>Position in the run, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Position of the cell in <see cref="PairSide.Cells"/>.</summary>
    public required int CellIndex { get; init; }

    /// <summary>Which of the cell's pairs it is, from 1, counted through both stages.</summary>
    public required int Repetition { get; init; }

    /// <summary>1, or 2 for the fresh pairs of suspect cells.</summary>
    public required int Stage { get; init; }

    /// <summary>Everything the base measured, all its slices as one window.</summary>
    public required TrialResult Base { get; init; }

    public required TrialResult New { get; init; }

    /// <summary>In order; empty when the pair failed.</summary>
    public IReadOnlyList<SlicePair> Slices { get; init; } = [];

    /// <summary>
    /// Which side a failed pair failed on. Both its trials fail then, with the same reason, which begins with the side's name. A pair that
    /// was measured has no fault of its own: each trial says whether it counts.
    /// </summary>
    [JsonIgnore]
    public PairFault Fault => (Base, New) switch
    {
        ({ Status: TrialStatus.Failed, Reasons: [var reason, ..] }, { Status: TrialStatus.Failed, Reasons: [var other, ..] }) when reason
            == other =>
            reason.StartsWith("new: ", StringComparison.Ordinal) ? PairFault.New
            : reason.StartsWith("base: ", StringComparison.Ordinal) ? PairFault.Base
            : PairFault.None,
        _ => PairFault.None,
    };

    /// <summary>Do both trials count? One that does not takes its partner with it.</summary>
    public bool Counts => Base.Status == TrialStatus.Succeeded && New.Status == TrialStatus.Succeeded;
}
