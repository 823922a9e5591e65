using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class SeriesNoiseTests
{
    [Fact]
    public void A_spike_becomes_the_middle_of_its_neighbourhood_and_a_step_stays()
    {
        double[] series = [1.00, 1.01, 0.99, 1.01, 5.00, 1.00, 1.01, 0.99, 2.00, 2.01, 1.99, 2.01];

        Assert.Equal([1.00, 1.01, 0.99, 1.01, 1.01, 1.00, 1.01, 0.99, 2.00, 2.01, 1.99, 2.01], SpikeClip.Of(series));
    }

    [Fact]
    public void The_ends_are_kept_for_nobody_knows_yet_what_they_are()
    {
        double[] series = [9, 1, 1.1, 0.9, 1, 1.1, 1, 9];
        Assert.Equal(series, SpikeClip.Of(series));
    }

    [Fact]
    public void The_deviation_is_that_of_normal_noise_and_hardly_feels_a_step()
    {
        var noise = new NoisySamples(1).LogNormal(20_000, 1, 0.02).Select(value => Math.Log(value)).ToArray();
        Assert.Equal(0.02, SpikeClip.DeviationOf(noise), 0.0005);
        Assert.Equal(0.02, SpikeClip.DeviationOf([.. noise.Select((value, i) => i < 10_000 ? value : value + 1)]), 0.0005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Autocorrelation_is_measured_with_the_levels_taken_out(double truth)
    {
        var random = new SeededRandom(2);
        var values = new double[5_000];
        var noise = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            noise = (truth * noise)
                + (Math.Sqrt(1 - (truth * truth)) * NormalDistribution.Quantile(Math.Min(random.NextPositive(), 1 - 1e-12)));
            values[i] = (i < 2_000 ? 100 : 150) * Math.Exp(0.02 * noise);
        }

        Assert.Equal(truth, LagOneAutocorrelation.OfResiduals(values, [new ChangePoint(2_000, 1.5, 0.0001)], []), 0.05);
        Assert.True(LagOneAutocorrelation.OfResiduals(values, [], []) > 0.9);
    }

    [Fact]
    public void What_does_not_vary_is_not_autocorrelated() => Assert.Equal(0, LagOneAutocorrelation.OfResiduals([3, 3, 3, 3], [], []));
}
