using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class TrialIntervalTests
{
    [Fact]
    public void The_interval_is_students_on_logarithms()
    {
        // Logarithms 0, 1, 2: mean 1, standard error 1/√3, t(0.975, 2) = 4.302652729749464.
        var interval = TrialInterval.Of([Math.E * Math.E, 1, Math.E]);

        Assert.Equal(3, interval.Trials);
        Assert.Equal(Math.E, interval.GeometricMean, 1e-12);
        Assert.Equal(Math.E, interval.Median, 1e-12);
        Assert.Equal(Math.Exp(1 - (4.302652729749464 / Math.Sqrt(3))), interval.Low!.Value, 1e-10);
        Assert.Equal(Math.Exp(1 + (4.302652729749464 / Math.Sqrt(3))), interval.High!.Value, 1e-8);
    }

    [Fact]
    public void One_trial_has_no_interval()
    {
        var interval = TrialInterval.Of([42]);

        Assert.Equal(42, interval.GeometricMean, 1e-12);
        Assert.Equal(42, interval.Median);
        Assert.Null(interval.Low);
        Assert.Null(interval.High);
    }

    [Fact]
    public void The_median_of_an_even_number_of_trials_lies_between_the_middle_two() =>
        Assert.Equal(25, TrialInterval.Of([10, 20, 30, 1_000]).Median);

    [Fact]
    public void Scaling_all_trials_scales_the_interval()
    {
        var one = TrialInterval.Of([3, 4, 5, 9]);
        var thousand = TrialInterval.Of([3_000, 4_000, 5_000, 9_000]);

        Assert.Equal(one.Low!.Value * 1_000, thousand.Low!.Value, 1e-8);
        Assert.Equal(one.High!.Value * 1_000, thousand.High!.Value, 1e-8);
    }

    [Fact]
    public void More_confidence_makes_a_wider_interval()
    {
        double[] trials = [10, 11, 12];

        Assert.True(TrialInterval.Of(trials, 0.99).Low < TrialInterval.Of(trials, 0.95).Low);
    }

    [Fact]
    public void Values_without_a_logarithm_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TrialInterval.Of([]));
        Assert.Throws<ArgumentException>(() => TrialInterval.Of([1, 0]));
        Assert.Throws<ArgumentException>(() => TrialInterval.Of([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => TrialInterval.Of([1, double.PositiveInfinity]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Ninety_five_of_a_hundred_intervals_hold_the_truth(int trials)
    {
        const int Repeats = 4_000;
        var noise = new NoisySamples(seed: 12);

        var hits = Enumerable.Range(0, Repeats).Count(_ =>
        {
            var interval = TrialInterval.Of(noise.LogNormal(trials, median: 50, deviation: 0.2));
            return interval.Low <= 50 && interval.High >= 50;
        });

        // Four standard errors of a share of 95 % in 4,000.
        Assert.Equal(0.95, hits / (double)Repeats, 4 * Math.Sqrt(0.95 * 0.05 / Repeats));
    }
}
