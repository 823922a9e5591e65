using System.Text;

namespace ProtoBench.Plans;

/// <summary>
/// The generator behind trial order and trial seeds: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014; constants of Stafford's mix 13). Our own, so that a seed means the same order with every version of .NET.
/// </summary>
internal sealed class SplitMix64(ulong state)
{
    /// <summary>2⁶⁴ divided by the golden ratio, rounded to odd.</summary>
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = state;

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

    public ulong Next()
    {
        _state += Gamma;
        return Mix(_state);
    }

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> − 1, each equally likely.</summary>
    public int Below(int exclusiveMaximum)
    {
        // Draws beyond the last full multiple are thrown away; taking them modulo would favour small numbers.
        var bound = (ulong)exclusiveMaximum;
        var limit = ulong.MaxValue - ulong.MaxValue % bound;
        ulong drawn;
        do
        {
            drawn = Next();
        }
        while (drawn >= limit);

        return (int)(drawn % bound);
    }

    /// <summary>Puts the items into a random order (Fisher and Yates, Durstenfeld's form), each order equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
