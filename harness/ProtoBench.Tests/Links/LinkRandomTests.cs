using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Randomness;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class LinkRandomTests
{
    // From a separate implementation of the two published algorithms in Python.
    [Fact]
    public void Numbers_are_those_of_xoshiro256_starstar_seeded_by_splitmix64()
    {
        var random = new SeededRandom(1);
        Assert.Equal([0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void A_stream_is_derived_from_seed_direction_and_impairment()
    {
        var random = LinkRandom.Stream(7, 1, Impairment.Loss);
        Assert.Equal([0xc9a44334acc37b0e, 0xf36029eacef40ace], new[] { random.Next(), random.Next() });
    }

    [Fact]
    public void Units_lie_in_zero_to_below_one_with_mean_one_half()
    {
        var random = new SeededRandom(3);
        var units = Enumerable.Range(0, 100_000).Select(_ => random.NextUnit()).ToList();
        Assert.All(units, unit => Assert.InRange(unit, 0, 1 - 1e-16));
        // Standard error of the mean: 0.2887 / sqrt(100,000) = 0.0009.
        Assert.InRange(units.Average(), 0.4973, 0.5027);
    }
}
