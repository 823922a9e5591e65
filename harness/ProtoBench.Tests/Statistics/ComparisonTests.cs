using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class ComparisonTests
{
    [Fact]
    public void The_ratio_and_its_interval_are_welchs_on_logarithms()
    {
        // Logarithms 1, 2, 3 against 0, 0.5: means 2 and 0.25, squared errors 1/3 and 1/16, degrees 0.156684 / 0.059462 by Welch and
        // Satterthwaite.
        var ratio = RatioInterval.Of([Math.E, Math.Exp(2), Math.Exp(3)], [1, Math.Exp(0.5)]);

        var error = Math.Sqrt((1.0 / 3) + (1.0 / 16));
        var degrees = Math.Pow((1.0 / 3) + (1.0 / 16), 2) / ((1.0 / 9 / 2) + (1.0 / 256));
        var half = StudentDistribution.Quantile(0.975, degrees) * error;
        Assert.Equal(2.6350, degrees, 1e-4);
        Assert.Equal(Math.Exp(1.75), ratio.Ratio, 1e-12);
        Assert.Equal(Math.Exp(1.75 - half), ratio.Low!.Value, 1e-9);
        Assert.Equal(Math.Exp(1.75 + half), ratio.High!.Value, 1e-9);
        Assert.Equal(2 * StudentDistribution.Cumulative(-1.75 / error, degrees), ratio.PValue!.Value, 1e-12);
    }

    [Fact]
    public void Swapping_the_arms_inverts_the_ratio()
    {
        var forth = RatioInterval.Of([10, 11, 12.5], [8, 9, 8.8]);
        var back = RatioInterval.Of([8, 9, 8.8], [10, 11, 12.5]);

        Assert.Equal(1 / forth.Ratio, back.Ratio, 1e-12);
        Assert.Equal(1 / forth.Low!.Value, back.High!.Value, 1e-12);
        Assert.Equal(forth.PValue!.Value, back.PValue!.Value, 1e-12);
    }

    [Fact]
    public void A_ratio_with_a_single_trial_has_no_interval()
    {
        var ratio = RatioInterval.Of([20], [10, 10.5]);

        Assert.True(ratio.Ratio is > 1.9 and < 2);
        Assert.Null(ratio.Low);
        Assert.Null(ratio.High);
        Assert.Null(ratio.PValue);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    public void Trials_without_any_spread_are_equal_or_different_for_certain(double value, double pValue)
    {
        var ratio = RatioInterval.Of([value, value], [10, 10]);

        Assert.Equal(pValue, ratio.PValue);
        Assert.Equal(ratio.Ratio, ratio.Low!.Value, 1e-12);
    }

    [Fact]
    public void Holms_correction_is_the_one_of_the_textbook()
    {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") in R.
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjusted([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], HolmCorrection.Adjusted([0.9, 0.6]));
        Assert.Empty(HolmCorrection.Adjusted([]));
    }

    [Fact]
    public void A_clearly_worse_arm_is_told_from_the_best_and_a_close_one_is_not()
    {
        double[][] arms = [[20, 20.5, 21, 20.2, 20.4], [10, 10.3, 9.8, 10.1, 10.2], [10.1, 10.2, 9.9, 10.3, 10.4]];

        Assert.Equal([false, true, true], IndistinguishableFromBest.Of(arms, lowerIsBetter: true));
        Assert.Equal([true, false, false], IndistinguishableFromBest.Of(arms, lowerIsBetter: false));
    }

    [Fact]
    public void Nothing_is_shown_about_an_arm_with_one_trial()
    {
        double[][] arms = [[10, 10.1, 10.2], [500], [30, 30.1, 30.2]];

        Assert.Equal([true, true, false], IndistinguishableFromBest.Of(arms, lowerIsBetter: true));
        Assert.Empty(IndistinguishableFromBest.Of([], lowerIsBetter: true));
    }

    [Fact]
    public void Equal_arms_are_told_apart_in_at_most_five_of_a_hundred_runs()
    {
        const int Repeats = 2_000;
        var noise = new NoisySamples(seed: 31);

        double[][] SixArms() => [.. Enumerable.Range(0, 6).Select(_ => noise.LogNormal(5, 100, 0.1))];
        var falseFindings =
            Enumerable.Range(0, Repeats).Count(_ => IndistinguishableFromBest.Of(SixArms(), lowerIsBetter: true).Contains(false));

        // Three standard errors of a share of 5 % in 2,000 on top.
        Assert.True(falseFindings <= (0.05 + (3 * Math.Sqrt(0.05 * 0.95 / Repeats))) * Repeats, $"{falseFindings} of {Repeats}");
    }

    [Fact]
    public void A_third_more_latency_is_found_with_five_trials_of_five_percent_spread()
    {
        const int Repeats = 300;
        var noise = new NoisySamples(seed: 32);

        double[] Arm(double median) => noise.LogNormal(5, median, 0.05);
        var found = Enumerable.Range(0, Repeats).Count(_ =>
            !IndistinguishableFromBest.Of([Arm(100), Arm(133), Arm(100)], lowerIsBetter: true)[1]);

        Assert.True(found > 0.99 * Repeats, $"{found} of {Repeats}");
    }
}
