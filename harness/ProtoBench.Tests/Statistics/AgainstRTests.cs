using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using ProtoBench.Tests.Foreign;
using Xunit;

namespace ProtoBench.Tests.Statistics;

/// <summary>Random inputs, the same computation by R.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class AgainstRTests
{
    private readonly SeededRandom _random = new(20);

    [RFact]
    public void Gamma_derivatives_and_the_student_distribution_are_those_of_r()
    {
        var z = Enumerable.Range(0, 40).Select(_ => Math.Exp((_random.NextPositive() * 12) - 5)).ToArray();
        var t = z.Select(_ => (_random.NextPositive() * 20) - 10).ToArray();

        Assert.All(
            ForeignR.Numbers($"digamma({ForeignR.Vector(z)})").Zip(z), pair => Near(pair.First, PolygammaFunction.Digamma(pair.Second)));
        Assert.All(
            ForeignR.Numbers($"trigamma({ForeignR.Vector(z)})").Zip(z), pair => Near(pair.First, PolygammaFunction.Trigamma(pair.Second)));
        var probabilities = ForeignR.Numbers($"pt({ForeignR.Vector(t)}, {ForeignR.Vector(z)})");
        Assert.All(Enumerable.Range(0, z.Length), i => Near(probabilities[i], StudentDistribution.Cumulative(t[i], z[i])));
    }

    [RFact]
    public void The_trimmed_mean_is_that_of_r()
    {
        foreach (var count in new[] { 5, 7, 10, 14, 21 })
        {
            var values = Enumerable.Range(0, count).Select(_ => _random.NextPositive()).ToArray();

            // R cuts floor(n × trim) values; ours rounds, so that the share names the same number.
            var expected = ForeignR.Numbers($"mean({ForeignR.Vector(values)}, trim = {TrimmedMean.Trimmed(count)} / {count} + 1e-9)");

            Near(expected[0], TrimmedMean.Of(values).Mean);
        }
    }

    [RFact]
    public void Holms_correction_is_that_of_r()
    {
        var p = Enumerable.Range(0, 30).Select(_ => Math.Pow(_random.NextPositive(), 3)).ToArray();

        Assert.All(
            ForeignR.Numbers($"p.adjust({ForeignR.Vector(p)}, 'holm')").Zip(HolmCorrection.Adjusted(p)),
            pair => Near(pair.First, pair.Second));
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-11 * Math.Max(1, Math.Abs(expected)));
}
