using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>A metric that two sides can be held against each other by.</summary>
/// <param name="Key">Its name in files, which is also its class.</param>
/// <param name="Quantity">How it is written.</param>
/// <param name="LowerIsBetter">Does more of it cost more?</param>
/// <param name="SamplesNeeded">For percentiles: recorded exchanges a trial needs so that a hundred lie beyond it.</param>
/// <param name="Read">Its value in one trial, or null where the trial has none.</param>
internal sealed record ComparableMetric(
    string Key, Quantity Quantity, bool LowerIsBetter, long SamplesNeeded, Func<TrialResult, double?> Read)
{
    /// <summary>For percentiles: like <see cref="Read"/>, content with half the exchanges.</summary>
    public Func<TrialResult, double?> ReadOfHalf { get; init; } = Read;

    /// <summary>
    /// How all trials of a comparison are read. Where half of them have the exchanges needed, half the exchanges do for the others: else a
    /// side that was a little slower than its partner, by chance or not, would have no percentile at all, just when there is something to
    /// compare. Trials judge, not exchanges, and fifty beyond the percentile are still no guess.
    /// </summary>
    public Func<TrialResult, double?> ReaderFor(IReadOnlyCollection<TrialResult> trials) =>
        2 * trials.Count(trial => Read(trial) is not null) >= trials.Count ? ReadOfHalf : Read;

    /// <summary>Unit of its values as they stand in files.</summary>
    public string Unit => Quantity switch { Quantity.Microseconds => "µs", Quantity.PerSecond => "1/s", Quantity.Bytes => "B", _ => "B/s" };

    /// <summary>Logarithm of how much worse <paramref name="value"/> is than 1.</summary>
    public double LogCost(double value) => LowerIsBetter ? Math.Log(value) : -Math.Log(value);
}
