namespace ProtoBench.Comparisons;

public enum GateOutcome
{
    /// <summary>No gated metric is slower, and where the policy is strict each is decided.</summary>
    Passed,

    /// <summary>At least one gated metric is slower.</summary>
    Slower,

    /// <summary>None is slower, but one is inconclusive where the policy is strict.</summary>
    Inconclusive,
}
