using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class FisherExactTestTests
{
    // By hand from binomial coefficients; 3 of 4 against 1 of 4 is Fisher's lady tasting tea: 17/70.
    [Theory]
    [InlineData(3, 4, 1, 4, 17.0 / 70)]
    [InlineData(4, 4, 0, 4, 1.0 / 70)]
    [InlineData(7, 7, 0, 7, 1.0 / 3432)]
    [InlineData(1, 10, 0, 10, 0.5)]
    [InlineData(0, 10, 0, 10, 1.0)]
    [InlineData(0, 10, 5, 10, 1.0)]
    public void The_tail_is_that_of_the_hypergeometric_distribution(
        long failed, long tries, long otherFailed, long otherTries, double expected) =>
        Assert.Equal(expected, FisherExactTest.UpperP(failed, tries, otherFailed, otherTries), 1e-12);

    [Fact]
    public void Millions_of_tries_cost_no_digits()
    {
        // k failures, all on one of two equal sides of n tries: the product of (n − i)/(2n − i).
        const long Tries = 2_000_000;
        var expected = Enumerable.Range(0, 20).Aggregate(1.0, (p, i) => p * (Tries - i) / ((2 * Tries) - i));

        Assert.Equal(1, FisherExactTest.UpperP(20, Tries, 0, Tries) / expected, 1e-6);
    }
}
