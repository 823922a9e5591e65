namespace ProtoBench.Analysis.Comparisons;

/// <summary>What a comparison says of one metric of one cell.</summary>
public enum ComparisonVerdict
{
    /// <summary>Worse by at least the margin, with at most alpha of all suites holding any such verdict by chance.</summary>
    Slower,

    /// <summary>Better by at least the margin, under the same guarantee.</summary>
    Faster,

    /// <summary>Shown to lie within the margin on both sides (two one-sided tests at 5 %). Not the absence of a proof.</summary>
    Same,

    /// <summary>Neither shown: <see cref="MetricComparison.MinimalDetectableEffect"/> says what could have been.</summary>
    Inconclusive,

    /// <summary>Of failures: more often by at least the margin, shown over all exchanges and over trials.</summary>
    Worse,

    /// <summary>Of failures: less often, under the same guarantee.</summary>
    Better,
}
