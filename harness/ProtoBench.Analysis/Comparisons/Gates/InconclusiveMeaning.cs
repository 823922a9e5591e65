namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>What an inconclusive metric means for the gate.</summary>
public enum InconclusiveMeaning
{
    /// <summary>It passes: nothing was shown to be slower. The detectable effect is still printed.</summary>
    Pass,

    /// <summary>It fails the gate, with an exit code of its own (5).</summary>
    Fail,
}
