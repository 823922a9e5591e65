namespace ProtoBench.Model.Results;

/// <summary>
/// Why a run ended before the last trial of its plan, of its own accord. An interrupted run has none, and can be resumed.
/// </summary>
public enum RunEndingReason
{
    /// <summary>Every pair of arms is told apart, or known within the scenario's margin.</summary>
    Decided,

    /// <summary>The scenario's budget would not have held another repetition.</summary>
    Budget,

    /// <summary>Arms that are not told apart had all their trials; the others had needed fewer.</summary>
    Spent,

    /// <summary>Every search has its answer, and took fewer trials than it might have.</summary>
    Found,
}

/// <summary>The content of ending.json.</summary>
/// <param name="Reason">Why the rest of the plan was not needed.</param>
/// <param name="Sentence">The same for people, with what is left undecided.</param>
/// <param name="Planned">Trials that the plan had.</param>
public sealed record RunEnding(RunEndingReason Reason, string Sentence, int Planned);
