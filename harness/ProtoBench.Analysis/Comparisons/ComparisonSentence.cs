using System.Globalization;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>Puts a metric's verdict into words, with the numbers it stands on.</summary>
internal static class ComparisonSentence
{
    // Larger effects than this are no numbers worth reading: two pairs of nothing.
    public const double LargestShown = 10;

    /// <summary>Unit of failures.</summary>
    public const string ShareUnit = "share";

    /// <param name="row">Everything but the sentence.</param>
    /// <param name="withheld">Why there is nothing to decide on; null when there is.</param>
    /// <param name="paired">Pairs or trials of two runs?</param>
    public static string Of(MetricComparison row, string? withheld, bool paired)
    {
        var subject = $"{row.CellName}: {row.Metric}";
        if (row.CostRatio is null)
        {
            return $"{subject} was not judged: {withheld ?? "there are fewer than 3 trials on a side"}.";
        }

        var trials = paired
            ? $"{row.BaseTrials} pairs{(row.Stage == 2 ? " in two stages" : "")}"
            : $"{row.BaseTrials} against {row.NewTrials} trials of different sessions";
        return row.Verdict switch
        {
            ComparisonVerdict.Slower => $"{subject} is slower, {Values(row)}: cost {Change(row)} over {trials}.",
            ComparisonVerdict.Faster => $"{subject} is faster, {Values(row)}: cost {Change(row)} over {trials}.",
            ComparisonVerdict.Same => $"{subject} is the same within {Share(row.Margin)}: cost {Change(row)} over {trials}.",
            _ => $"{subject} is inconclusive: cost {Change(row)}; {trials} with this spread show slowdowns from "
                + $"{Effect(row.MinimalDetectableEffect)} on.",
        };
    }

    /// <summary>The change of cost with its interval, such as <c>+10.4 % (+9.8 to +11.0)</c>; <c>n/a</c> without one.</summary>
    public static string Change(MetricComparison row) => row switch
    {
        { CostRatio: { } ratio, CostLow: { } low, CostHigh: { } high } => $"{Signed(ratio)} % "
            + (IntervalWidth.Bounds(low, high) ? $"({Signed(low)} to {Signed(high)})" : "(too few or too uneven to bound it)"),
        { Unit: ShareUnit, Base: { } before, New: { } after } => Points(after - before),
        _ => "n/a",
    };

    /// <summary>Of a failure metric.</summary>
    /// <param name="row">Everything but the sentence.</param>
    /// <param name="failures">What it stands on.</param>
    public static string Of(MetricComparison row, ComparedFailures failures)
    {
        var subject = $"{row.CellName}: {row.Metric}";
        var verdict = row.Verdict switch
        {
            ComparisonVerdict.Worse => $"{subject} became worse",
            ComparisonVerdict.Better => $"{subject} became better",
            ComparisonVerdict.Same => $"{subject} is the same within {ComparedFailures.Text(row.Margin)} of all",
            _ => $"{subject} is inconclusive at {ComparedFailures.Text(row.Margin)} of all",
        };
        return $"{verdict}: {failures.Shares()}.";
    }

    /// <summary>A detectable effect, such as <c>12 %</c>.</summary>
    public static string Effect(double? effect) => effect switch
    {
        null => "n/a",
        > LargestShown => $"over {Share(LargestShown)}",
        _ => Share(effect.Value),
    };

    /// <summary>A share as per cent with two digits, such as <c>5 %</c> or <c>7.5 %</c>.</summary>
    public static string Share(double share) => (share * 100).ToString(share < 0.0995 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A metric's value with its unit, or <c>n/a</c>.</summary>
    public static string Value(MetricComparison row, double? value) => value switch
    {
        null => "n/a",
        { } share when row.Unit == ShareUnit => ComparedFailures.Text(share),
        { } known => NumberText.Of(known, QuantityOf(row)),
    };

    // A difference of shares is no percentage of anything.
    private static string Points(double difference) =>
        (difference * 100).ToString("+0.0##;−0.0##;0.0", CultureInfo.InvariantCulture) + " points";

    private static string Values(MetricComparison row) => $"{Value(row, row.Base)} → {Value(row, row.New)}";

    private static string Signed(double ratio) => ((ratio - 1) * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static Quantity QuantityOf(MetricComparison row) => row.Unit switch
    {
        "µs" => Quantity.Microseconds,
        "1/s" => Quantity.PerSecond,
        _ => Quantity.BytesPerSecond,
    };
}
