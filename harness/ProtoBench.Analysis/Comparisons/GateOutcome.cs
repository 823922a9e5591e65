namespace ProtoBench.Analysis.Comparisons;

public enum GateOutcome
{
    /// <summary>
    /// Everything gated was measured and judged, nothing is slower or fails more often, and where the policy is strict each metric is
    /// decided.
    /// </summary>
    Passed,

    /// <summary>At least one gated metric is slower, or fails more often.</summary>
    Slower,

    /// <summary>None is slower, but one is inconclusive where the policy is strict, or could not be judged at all.</summary>
    Inconclusive,

    /// <summary>None is slower, but a side did not measure all it should have. No policy lets that pass.</summary>
    NotMeasured,
}
