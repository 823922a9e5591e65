using System.Numerics;

namespace ProtoBench.Links.Model;

/// <summary>
/// Seeded random numbers with a published algorithm, so that a loss pattern can be replayed by any program: xoshiro256** 1.0
/// (Blackman and Vigna, 2018) seeded by four outputs of splitmix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal struct LinkRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public LinkRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>
    /// An own stream for one impairment of one direction, so that switching one on does not shift another: the link's seed plus
    /// golden gamma times (1 + 16 × direction + impairment), through splitmix64 once.
    /// </summary>
    public static LinkRandom Stream(ulong seed, int direction, Impairment impairment)
    {
        var state = seed + (GoldenGamma * (ulong)(1 + (16 * direction) + (int)impairment));
        return new LinkRandom(SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Evenly in [0, 1), with the 53 bits a double can hold.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong SplitMix(ref ulong state)
    {
        state += GoldenGamma;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
