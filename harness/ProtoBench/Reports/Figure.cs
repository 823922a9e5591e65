using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>A metric of one cell, over the trials that succeeded.</summary>
internal sealed record Figure
{
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

    /// <summary>Each trial's value.</summary>
    public IReadOnlyList<double> Values => [.. Trials.Select(trial => trial.Value)];

    /// <summary>Can it be compared by factors?</summary>
    public bool IsComparable => IsShown && Trials.All(trial => trial.Value > 0);

    /// <summary>The centre with its unit, or <c>n/a</c>.</summary>
    public string Text => IsShown ? NumberText.Of(Centre, Metric.Quantity) : "n/a";

    /// <summary>The interval with its unit, or empty.</summary>
    public string IntervalText =>
        this is { IsShown: true, Low: { } low, High: { } high } ? NumberText.Range(low, high, Metric.Quantity) : "";
}
