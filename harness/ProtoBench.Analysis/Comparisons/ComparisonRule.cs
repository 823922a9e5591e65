namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// The numbers of the decision rule: paired, trimmed, variance-moderated t in two stages, corrected over the suite. Chosen and tested by
/// simulation; <c>protobench selftest stats</c> repeats the test with this very code.
/// </summary>
internal sealed record ComparisonRule
{
    /// <summary>Fewer pairs than this decide nothing.</summary>
    public const int FewestPairs = 3;

    /// <summary>Metrics of a class that make its spreads a population; with fewer each stands alone.</summary>
    public const int FewestInClass = 5;

    /// <summary>Share of suites without any change that hold a false "slower", at most; half of it for each stage.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Smallest change that counts, as a share. Default 5 %.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>
    /// Fresh pairs of the second stage for one pair of the first; 0: there is no second stage and the first has the whole alpha.
    /// </summary>
    public double ConfirmingShare { get; init; } = 2;

    /// <summary>One-sided p-value up to which a metric is suspect, when the estimate is also beyond half its margin.</summary>
    public double SuspectP { get; init; } = 0.05;

    /// <summary>
    /// Most the pooled spread may count for, in degrees of freedom. More finds a little more and lies more often: 25 gave 1.1 % false
    /// suites under strong noise, 10 gave 0.8 %.
    /// </summary>
    public double MostPriorDegrees { get; init; } = 10;

    /// <summary>Level of each of the two tests behind "same".</summary>
    public double EquivalenceLevel { get; init; } = 0.05;

    /// <summary>Alpha of one stage.</summary>
    public double StageAlpha => ConfirmingShare > 0 ? Alpha / 2 : Alpha;

    /// <summary>By what p-values are multiplied so that they may be held against <see cref="Alpha"/>.</summary>
    public double Stages => ConfirmingShare > 0 ? 2 : 1;
}
