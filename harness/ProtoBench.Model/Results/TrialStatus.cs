namespace ProtoBench.Model.Results;

public enum TrialStatus
{
    /// <summary>Measured, and every honesty check passed.</summary>
    Succeeded,

    /// <summary>Measured, but not to be trusted: it ran late, missed its rate, or failed exchanges. Never part of a figure.</summary>
    Invalid,

    /// <summary>Not measured: a process crashed, hung or could not start.</summary>
    Failed,
}
