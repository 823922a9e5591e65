namespace ProtoBench.Analysis.Comparisons;

/// <summary>One metric of one cell, base against new.</summary>
public sealed record MetricComparison
{
    /// <summary><see cref="ProtoBench.Model.Plans.Cell.Id"/>, the same in both; for example <c>echo/http2/loopback/closed-1</c>.</summary>
    public required string CellId { get; init; }

    /// <summary>The cell for people, without what all cells of the report share; for example <c>http2, closed-1</c>.</summary>
    public required string CellName { get; init; }

    /// <summary>
    /// <c>throughput</c>, <c>goodput</c>, <c>p50</c>, <c>p90</c> or <c>p99</c>, also the class within which spreads are pooled; or
    /// <c>failures</c>, <c>time-outs</c> or <c>lost</c>, shares that are compared by their difference.
    /// </summary>
    public required string Metric { get; init; }

    /// <summary>
    /// Unit of <see cref="Base"/> and <see cref="New"/>: <c>µs</c>, <c>1/s</c> or <c>B/s</c>; <c>share</c> for failures (0.02 is 2 %).
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>True for latencies, false for rates.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>
    /// Geometric mean over the base's trials of this stage, for failures the share over all; a description, the decision uses the trials.
    /// Null when the metric has no value there.
    /// </summary>
    public double? Base { get; init; }

    /// <summary>Like <see cref="Base"/>, of the new side.</summary>
    public double? New { get; init; }

    /// <summary>
    /// How many times worse the new side is: &gt; 1 is slower, whichever way the metric points (latency new ÷ base, rate base ÷ new). From
    /// the trimmed mean of paired logarithms, so it need not be the quotient of <see cref="New"/> and <see cref="Base"/>. Null without
    /// values, and for failures.
    /// </summary>
    public double? CostRatio { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="CostRatio"/>; null with fewer than 3 pairs.</summary>
    public double? CostLow { get; init; }

    /// <summary>Upper end, null like <see cref="CostLow"/>.</summary>
    public double? CostHigh { get; init; }

    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>
    /// p-value of the direction it leans to, adjusted for all metrics of the suite and both stages: at most alpha means shown. Null without
    /// values.
    /// </summary>
    public double? AdjustedP { get; init; }

    /// <summary>
    /// The smallest slowdown that this spread and number of pairs show 95 times in 100, as a share: 0.12 is 12 %. Null without values.
    /// </summary>
    public double? MinimalDetectableEffect { get; init; }

    /// <summary>The smallest change that counts, as a share: 0.05 is 5 %; for failures the smallest difference of the two shares.</summary>
    public required double Margin { get; init; }

    /// <summary>Trials of the base that count; in a paired comparison the number of pairs.</summary>
    public required int BaseTrials { get; init; }

    /// <summary>Trials of the new side that count.</summary>
    public required int NewTrials { get; init; }

    /// <summary>1, or 2 when fresh pairs were run because the first ones left a suspicion.</summary>
    public int Stage { get; init; } = 1;

    /// <summary>The verdict in words, with its numbers.</summary>
    public required string Sentence { get; init; }
}
