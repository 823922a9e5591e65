using System.Text;

namespace ProtoBench.Model.Plans;

/// <summary>
/// Derives the seeds of trials, so that one seed in a scenario gives every trial its own, the same in every process and on every machine.
/// </summary>
internal static class TrialSeed
{
    /// <summary>2⁶⁴ divided by the golden ratio, rounded to odd: the increment of SplitMix64.</summary>
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>The seed of something that has several coordinates: each is mixed in before the next.</summary>
    public static ulong Derive(ulong seed, params ReadOnlySpan<ulong> coordinates)
    {
        var derived = Mix(seed + Gamma);
        foreach (var coordinate in coordinates)
        {
            derived = Mix((derived ^ coordinate) + Gamma);
        }

        return derived;
    }

    /// <summary>FNV-1a, 64 bits (RFC 9923), over UTF-8: unlike string.GetHashCode the same in every process.</summary>
    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ octet) * 0x100000001B3;
        }

        return hash;
    }

    /// <summary>
    /// The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, with the constants of Stafford's mix 13): every input bit moves
    /// every output bit.
    /// </summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
