namespace ProtoBench.Analysis.History;

/// <summary>What is known of a series of runs.</summary>
internal enum SeriesState
{
    /// <summary>Fewer than <see cref="SeriesAnalysis.FewestPoints"/> runs: nothing can be said yet.</summary>
    TooShort,

    /// <summary>A run measured zero, which has no logarithm.</summary>
    HasZeros,

    /// <summary>No change of level.</summary>
    Steady,

    /// <summary>The level changed, too recently to be sure.</summary>
    Waiting,

    /// <summary>The level changed.</summary>
    Changed,
}
