using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>A metric of one cell, over the trials that succeeded.</summary>
internal sealed record Figure
{
    /// <summary>
    /// An interval wider than this factor supports no order: from the largest of its values to the smallest is more than most differences
    /// between protocols.
    /// </summary>
    public const double MostUncertain = 3;

    // With two degrees of freedom Student's t is still 4.3: one uneven trial of three makes the interval useless, and a fourth would mend
    // most of it.
    private const int MostOfFew = 3;

    public required Metric Metric { get; init; }

    /// <summary>What each succeeded trial measured; empty when the figure is withheld.</summary>
    public required IReadOnlyList<TrialValue> Trials { get; init; }

    /// <summary>
    /// Geometric mean of the trials' values, the centre of the interval and of every ratio; their median where a value is zero and so has
    /// no logarithm.
    /// </summary>
    public double Centre { get; init; }

    /// <summary>Lower end of the 95 % interval of the centre over trials; null with a single trial.</summary>
    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>Why there is no figure, as a short phrase such as <c>needs 10,000 samples per trial</c>; null when there is one.</summary>
    public string? Withheld { get; init; }

    public bool IsShown => Withheld is null;

    /// <summary>The interval's upper end divided by its lower; null where it has none, or one that reaches zero.</summary>
    public double? IntervalFactor => this is { IsShown: true, Low: > 0 and var low, High: { } high } ? high / low : null;

    /// <summary>
    /// Is its interval wider than <see cref="MostUncertain"/>? Then it has a place on no list; unless it was measured in rounds, in which
    /// levels may drift as they like.
    /// </summary>
    public bool IsTooNoisy => IntervalFactor > MostUncertain && Trials.Any(trial => trial.Round is null);

    /// <summary>Each trial's value.</summary>
    public IReadOnlyList<double> Values => [.. Trials.Select(trial => trial.Value)];

    /// <summary>The values with the rounds they belong to.</summary>
    public TrialValues InRounds => new(
        Values, Trials.All(trial => trial.Round is not null) ? [.. Trials.Select(trial => trial.Round!.Value)] : null);

    /// <summary>Can it be compared by factors?</summary>
    public bool IsComparable => IsShown && Trials.All(trial => trial.Value > 0);

    /// <summary>The centre with its unit, or <c>n/a</c>.</summary>
    public string Text => IsShown ? NumberText.Of(Centre, Metric.Quantity) : "n/a";

    /// <summary>Has it an interval that says where the centre may lie?</summary>
    public bool IsBounded => this is { IsShown: true, Low: { } low, High: { } high } && IntervalWidth.Bounds(low, high);

    /// <summary>The interval with its unit, or in two words why there is none that says anything.</summary>
    public string IntervalText => this switch
    {
        { IsShown: false } => "n/a",
        { IsBounded: true } => NumberText.Range(Low!.Value, High!.Value, Metric.Quantity),
        { Trials.Count: 1 } => "one trial",
        { Low: null } => "no interval",
        { Trials.Count: <= MostOfFew } => "too few trials",
        _ => "too noisy",
    };

    /// <summary>The same for a sentence, such as <c>95 % CI 23.4–25.0 µs</c> or <c>too noisy to bound it</c>.</summary>
    public string IntervalClause => this switch
    {
        { IsBounded: true } => $"95 % CI {IntervalText}",
        { Trials.Count: 1 } => "one trial, no interval",
        { IsShown: true, Low: not null } => $"{IntervalText} to bound it",
        _ => "no interval",
    };
}
