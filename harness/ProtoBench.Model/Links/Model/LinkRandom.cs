using ProtoBench.Model.Randomness;

namespace ProtoBench.Model.Links.Model;

/// <summary>Random numbers of a link, by a published recipe, so that any program can replay a loss pattern.</summary>
internal static class LinkRandom
{
    /// <summary>
    /// An own stream for one impairment of one direction, so that switching one on does not shift another: the link's seed plus
    /// golden gamma times (1 + 16 × direction + impairment), through splitmix64 once.
    /// </summary>
    public static SeededRandom Stream(ulong seed, int direction, Impairment impairment)
    {
        var state = seed + (SeededRandom.GoldenGamma * (ulong)(1 + (16 * direction) + (int)impairment));
        return new SeededRandom(SeededRandom.SplitMix(ref state));
    }
}
