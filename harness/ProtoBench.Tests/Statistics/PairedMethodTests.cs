using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

/// <summary>Against R 4.2.2 and limma 3.54.1; the calls stand in the comments.</summary>
public sealed class PairedMethodTests
{
    // x <- c(.03,.05,.02,.21,.04,-.01,.045)
    private static readonly double[] Pairs = [0.03, 0.05, 0.02, 0.21, 0.04, -0.01, 0.045];

    [Theory]
    [InlineData(0.5, -1.9635100260214231, 4.934802200544679)]
    [InlineData(1, -0.57721566490153231, 1.6449340668482264)]
    [InlineData(3.3, 1.034822489059622, 0.35350154184106186)]
    [InlineData(100, 4.6001618527380881, 0.010050166663333566)]
    public void The_derivatives_of_log_gamma_have_the_known_values(double z, double digamma, double trigamma)
    {
        Assert.Equal(digamma, PolygammaFunction.Digamma(z), 1e-13);
        Assert.Equal(trigamma, PolygammaFunction.Trigamma(z), 1e-14);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(1e8)]
    public void The_inverse_undoes_the_trigamma_function(double value) =>
        Assert.Equal(
            value,
            PolygammaFunction.Trigamma(PolygammaFunction.TrigammaInverse(value)),
            value * 1e-3 * (value is >= 1e-6 and <= 1e7 ? 1e-9 : 1));

    [Fact]
    public void Trimming_takes_one_of_seven_and_none_of_four()
    {
        Assert.Equal([0, 0, 1, 1, 2, 2, 3], new[] { 3, 4, 5, 7, 10, 14, 20 }.Select(TrimmedMean.Trimmed));
    }

    [Fact]
    public void The_trimmed_mean_has_the_error_of_the_winsorized_values()
    {
        var estimate = TrimmedMean.Of(Pairs);

        // mean(sort(x)[2:6]); w <- pmin(pmax(x, sort(x)[2]), sort(x)[6]); sum((w - mean(w))^2) / (5 * 4)
        Assert.Equal(0.037, estimate.Mean, 1e-15);
        Assert.Equal(5.1785714285714296e-05, estimate.ErrorVariance, 1e-18);
        Assert.Equal(4, estimate.Degrees);
    }

    [Fact]
    public void One_wild_pair_moves_the_trimmed_mean_no_more_than_a_bad_one()
    {
        var wild = TrimmedMean.Of([.. Pairs.Select(value => value == 0.21 ? 1e6 : value)]);

        Assert.Equal(TrimmedMean.Of(Pairs), wild);
    }

    [Fact]
    public void Two_samples_differ_as_yuen_has_it()
    {
        var difference = TrimmedMean.Difference([1.0, 1.2, 0.9, 1.1, 3, 1.05], [1.3, 1.5, 1.2, 1.25, 1.9, 0.2]);

        // yu <- function(x, g) { … } over both, Welch's degrees
        Assert.Equal(0.225, difference.Mean, 1e-12);
        Assert.Equal(0.01173611111111111, difference.ErrorVariance, 1e-15);
        Assert.Equal(5.1639596203103801, difference.Degrees, 1e-12);
    }

    [Fact]
    public void The_prior_of_variances_is_limmas()
    {
        // fitFDist(c(.8,1.5,.3,2.2,1.1,.9,14,.02), df1 = c(4,6,3,4,9,4,5,2.5)), whose inverse stops at 1e-8
        var prior = VarianceModeration.Fit([0.8, 1.5, 0.3, 2.2, 1.1, 0.9, 14, 0.02], [4, 6, 3, 4, 9, 4, 5, 2.5]);

        Assert.Equal(1.5024498911580375, prior.Degrees, 1e-7);
        Assert.Equal(0.48705724220947205, prior.Variance, 1e-7);
    }

    [Fact]
    public void Variances_no_more_uneven_than_chance_are_taken_as_one()
    {
        // fitFDist(c(.8,1.5,.3,2.2,1.1,.9,4,.6), df1 = rep(4, 8)) gives scale 1.425, df2 Inf
        var prior = VarianceModeration.Fit([0.8, 1.5, 0.3, 2.2, 1.1, 0.9, 4, 0.6], [.. Enumerable.Repeat(4.0, 8)]);

        Assert.Equal(double.PositiveInfinity, prior.Degrees);
        Assert.Equal(1.425, prior.Variance, 1e-12);
    }

    [Fact]
    public void Moderation_weighs_by_degrees_of_freedom()
    {
        var moderated = new VarianceModeration(12, 2).Capped(6).Apply(new MeanEstimate(0.1, 5, 4, 7));

        Assert.Equal(((4 * 5) + (6 * 2)) / 10.0, moderated.ErrorVariance, 1e-12);
        Assert.Equal(10, moderated.Degrees);
        Assert.Equal(0.1, moderated.Mean);
    }

    [Fact]
    public void Two_stages_combine_as_weighted_normals() =>
        // pnorm(sqrt(1/3) * qnorm(.03, lower = F) + sqrt(2/3) * qnorm(.0004, lower = F), lower = F)
        Assert.Equal(6.5806074113036427e-05, InverseNormalCombination.PValue(0.03, 0.0004, 1.0 / 3), 1e-14);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void P_values_of_zero_and_one_can_be_combined(double first, double second) =>
        Assert.InRange(InverseNormalCombination.PValue(first, second, 1.0 / 3), 0, 1);

    [Fact]
    public void Equivalence_is_the_worse_of_two_one_sided_tests()
    {
        // y <- c(.01,-.012,.004,.02,-.006,.011); max(t.test(y, mu = .0487, alternative = "less")$p.value, t.test(y, mu = -.0487,
        // alternative = "greater")$p.value)
        var estimate = new MeanEstimate(0.0045, 2.3183333333333332e-05, 5, 6);

        Assert.Equal(0.00012865044110252401, EquivalenceTest.PValue(estimate, 0.0487), 1e-12);
        Assert.Equal(EquivalenceTest.PValue(estimate, 0.0487), EquivalenceTest.PValue(estimate with { Mean = -0.0045 }, 0.0487), 1e-15);
        Assert.True(EquivalenceTest.PValue(estimate with { Mean = 0.06 }, 0.0487) > 0.5);
    }
}
