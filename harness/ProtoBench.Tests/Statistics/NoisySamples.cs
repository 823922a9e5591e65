using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Tests.Statistics;

/// <summary>Invented per-trial values, equal for equal seeds.</summary>
internal sealed class NoisySamples(ulong seed)
{
    private readonly SeededRandom _random = new(seed);

    public double[] LogNormal(int count, double median, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => median * Math.Exp(deviation * NormalDistribution.Quantile(Inside())))];

    // NextPositive may be 1, which has no quantile.
    private double Inside() => Math.Min(_random.NextPositive(), 1 - 1e-12);
}
