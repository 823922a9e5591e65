using ProtoBench.Charts;
using ProtoBench.Results;

namespace ProtoBench.Comparisons;

/// <summary>A metric that two sides can be held against each other by.</summary>
/// <param name="Key">Its name in files, which is also its class.</param>
/// <param name="Quantity">How it is written.</param>
/// <param name="LowerIsBetter">Does more of it cost more?</param>
/// <param name="SamplesNeeded">For percentiles: recorded exchanges a trial needs so that a hundred lie beyond it.</param>
/// <param name="Read">Its value in one trial, or null where the trial has none.</param>
internal sealed record ComparableMetric(
    string Key, Quantity Quantity, bool LowerIsBetter, long SamplesNeeded, Func<TrialResult, double?> Read)
{
    /// <summary>Unit of its values as they stand in files.</summary>
    public string Unit => Quantity switch { Quantity.Microseconds => "µs", Quantity.PerSecond => "1/s", _ => "B/s" };

    /// <summary>Logarithm of how much worse <paramref name="value"/> is than 1.</summary>
    public double LogCost(double value) => LowerIsBetter ? Math.Log(value) : -Math.Log(value);
}
