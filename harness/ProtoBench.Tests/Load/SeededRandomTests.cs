using ProtoBench.Model.Randomness;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_numbers_are_those_of_xoshiro256_starstar_seeded_by_splitmix64()
    {
        var random = new SeededRandom(0);

        // First outputs for seed 0, computed with the authors' reference algorithm in Python.
        Assert.Equal(
            [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C],
            Enumerable.Range(0, 4).Select(_ => random.Next()));
    }

    [Fact]
    public void Positive_numbers_are_within_zero_and_one_and_uniform()
    {
        const int Draws = 100_000;
        var random = new SeededRandom(5);

        var draws = Enumerable.Range(0, Draws).Select(_ => random.NextPositive()).ToArray();

        Assert.All(draws, u => Assert.True(u is > 0 and <= 1));
        // The mean of n uniforms has the standard deviation 1/√(12 n); four of them are never left by chance with a fixed seed.
        Assert.Equal(0.5, draws.Average(), 4 / Math.Sqrt(12.0 * Draws));
    }

    [Fact]
    public void Bounded_numbers_are_in_range_and_equally_likely()
    {
        const int Bound = 7;
        const int Draws = 70_000;
        var random = new SeededRandom(9);
        var counts = new int[Bound];

        for (var i = 0; i < Draws; i++)
        {
            counts[random.Next(Bound)]++;
        }

        // Chi-square with 6 degrees of freedom stays below 22.46 with probability 99.9 %.
        var expected = Draws / (double)Bound;
        Assert.True(counts.Sum(c => (c - expected) * (c - expected) / expected) < 22.46);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }
}
