using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

/// <summary>
/// Against values computed with 30 digits by mpmath 1.2.1 (betainc, ncdf, erfinv, loggamma); the usual points also stand in Abramowitz and
/// Stegun, tables 26.1 and 26.10.
/// </summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(0.01, 4.5994798780420217)]
    [InlineData(0.5, 0.57236494292470009)]
    [InlineData(1, 0)]
    [InlineData(3.3, 0.98709857789473459)]
    [InlineData(10, 12.80182748008147)]
    [InlineData(100.5, 361.43554046777762)]
    [InlineData(1e6, 12815504.569147612)]
    public void Log_gamma_has_the_known_values(double z, double expected) =>
        Assert.Equal(expected, GammaFunction.Log(z), 1e-14 * Math.Max(1, expected));

    [Theory]
    [InlineData(0.5, 0.5, 0.1, 0.2048327646991335)]
    [InlineData(2, 3, 0.4, 0.5248)]
    [InlineData(10, 0.5, 0.99, 0.6579281751567845)]
    [InlineData(0.5, 5, 0.001, 0.0777180078990332)]
    [InlineData(100, 200, 0.3, 0.1088430656449098)]
    [InlineData(1_000, 1_000, 0.51, 0.8144473405684883)]
    [InlineData(3.7, 0.9, 0.6, 0.1309249760506976)]
    [InlineData(0.01, 3, 0.2, 0.995087118231316)]
    [InlineData(5, 5, 0.5, 0.5)]
    [InlineData(2, 3, 0, 0)]
    [InlineData(2, 3, 1, 1)]
    public void The_incomplete_beta_function_has_the_known_values(double a, double b, double x, double expected)
    {
        Assert.Equal(expected, IncompleteBeta.Regularized(a, b, x), 1e-12);
        Assert.Equal(1 - expected, IncompleteBeta.Regularized(b, a, 1 - x), 1e-12);
    }

    [Theory]
    [InlineData(-1, 1, 0.5)]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1.5)]
    [InlineData(1, 1, double.NaN)]
    public void The_incomplete_beta_function_refuses_what_it_is_not_defined_for(double a, double b, double x) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Regularized(a, b, x));

    [Theory]
    [InlineData(0.1, 1, 0.5317255174305536)]
    [InlineData(1, 1, 0.75)]
    [InlineData(2.5, 3, 0.9561466764959672)]
    [InlineData(-2.5, 3, 0.04385332350403277)]
    [InlineData(1.96, 1_000, 0.9748634075221256)]
    [InlineData(6, 2.5, 0.9923591350572385)]
    [InlineData(0.00001, 4, 0.5000037499999999)]
    [InlineData(0, 4, 0.5)]
    [InlineData(double.PositiveInfinity, 4, 1)]
    public void The_student_distribution_has_the_known_values(double t, double degrees, double expected) =>
        Assert.Equal(expected, StudentDistribution.Cumulative(t, degrees), 1e-12);

    [Fact]
    public void Far_out_the_student_distribution_keeps_its_digits() =>
        Assert.Equal(3.17915518909255e-6, StudentDistribution.Cumulative(-12, 7), 3.2e-18);

    [Theory]
    [InlineData(0.975, 1, 12.7062047361747)]
    [InlineData(0.975, 2, 4.302652729749464)]
    [InlineData(0.975, 3, 3.18244630528371)]
    [InlineData(0.975, 4, 2.776445105197794)]
    [InlineData(0.975, 5, 2.570581835636316)]
    [InlineData(0.975, 6, 2.44691185114497)]
    [InlineData(0.975, 10, 2.228138851986275)]
    [InlineData(0.975, 30, 2.042272456301238)]
    [InlineData(0.975, 1_000, 1.962339080826408)]
    [InlineData(0.9995, 4, 8.610301581379275)]
    [InlineData(0.6, 2.7, 0.2793284633179694)]
    [InlineData(0.999999, 3, 103.2994677804193)]
    [InlineData(0.5, 3, 0)]
    public void Student_quantiles_have_the_known_values(double probability, double degrees, double expected)
    {
        // 1 − 0.999999 keeps ten digits only, so that one is held to 1e-9 of itself.
        Assert.Equal(expected, StudentDistribution.Quantile(probability, degrees), 1e-10 * Math.Max(1, expected));
        Assert.Equal(-expected, StudentDistribution.Quantile(1 - probability, degrees), 1e-10 * Math.Max(1, expected));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.6914624612740131)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(1.96, 0.9750021048517796)]
    [InlineData(5, 0.9999997133484281)]
    public void The_normal_distribution_has_the_known_values(double z, double expected)
    {
        Assert.Equal(expected, NormalDistribution.Cumulative(z), 1e-14);
        Assert.Equal(1 - expected, NormalDistribution.Cumulative(-z), 1e-14);
    }

    [Theory]
    [InlineData(-3, 0.001349898031630095)]
    [InlineData(-8, 6.220960574271784e-16)]
    [InlineData(-20, 2.753624118606234e-89)]
    public void Far_out_the_normal_distribution_keeps_its_digits(double z, double expected) =>
        Assert.Equal(1, NormalDistribution.Cumulative(z) / expected, 1e-12);

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.9, 1.2815515655446005)]
    [InlineData(0.975, 1.9599639845400542)]
    [InlineData(0.995, 2.5758293035489008)]
    [InlineData(0.999999, 4.7534243088228989)]
    [InlineData(1e-12, -7.0344838253011319)]
    [InlineData(1e-300, -37.047096299361199)]
    public void Normal_quantiles_have_the_known_values(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-10);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantiles_of_certain_events_are_refused(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.Quantile(probability, 3));
    }

    [Fact]
    public void The_binomial_distribution_is_the_sum_of_its_terms()
    {
        // 10 tries at 0.3, exact: C(10, k) 0.3^k 0.7^(10−k).
        double[] terms =
        [
            0.0282475249, 0.121060821, 0.2334744405, 0.266827932, 0.200120949, 0.1029193452,
            0.036756909, 0.009001692, 0.0014467005, 0.000137781, 0.0000059049,
        ];
        for (var k = 0; k <= 10; k++)
        {
            Assert.Equal(terms.Take(k + 1).Sum(), BinomialDistribution.Cumulative(k, 10, 0.3), 1e-12);
        }

        Assert.Equal(0, BinomialDistribution.Cumulative(-1, 10, 0.3));
    }

    [Fact]
    public void A_large_binomial_distribution_keeps_its_digits() =>
        Assert.Equal(0.05870091529905877, BinomialDistribution.Cumulative(98_950, 100_000, 0.99), 1e-12);

    [Fact]
    public void Binomial_quantiles_invert_the_distribution()
    {
        foreach (var (n, p) in new[] { (1L, 0.5), (37, 0.9), (10_000, 0.99), (5_000_000_000, 0.9999) })
        {
            foreach (var probability in new[] { 0.001, 0.025, 0.5, 0.975, 0.999 })
            {
                var k = BinomialDistribution.Quantile(probability, n, p);
                Assert.True(BinomialDistribution.Cumulative(k, n, p) >= probability);
                Assert.True(BinomialDistribution.Cumulative(k - 1, n, p) < probability);
            }
        }
    }
}
