namespace ProtoBench.Analysis.Objectives;

/// <summary>What the trials of a cell say of a limit.</summary>
public enum ObjectiveOutcome
{
    /// <summary>The whole 95 % interval keeps the limit.</summary>
    Met,

    /// <summary>The whole interval is on the other side.</summary>
    Missed,

    /// <summary>The limit lies within the interval, or there is none: too few trials or samples. That is never "met".</summary>
    CannotTell,
}
