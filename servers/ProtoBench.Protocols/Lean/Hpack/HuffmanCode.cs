namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>
/// The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: codes ascend with their length and, of one length, with the octet, so
/// the lengths say all.
/// </summary>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int LongestCode = 30;
    private const int FastBits = 8;

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    // By the next eight bits: length and octet of a code that is no longer than that; 0: it is longer.
    private static readonly ushort[] Fast = new ushort[1 << FastBits];

    // By length: the first code, how many there are, and where their octets begin in the order of codes.
    private static readonly uint[] FirstCode = new uint[LongestCode + 1];
    private static readonly int[] Count = new int[LongestCode + 1];
    private static readonly int[] FirstSymbol = new int[LongestCode + 1];
    private static readonly short[] Symbols = new short[EndOfString + 1];

#pragma warning disable CA1810 // Four tables of one computation.
    static HuffmanCode()
#pragma warning restore CA1810
    {
        uint code = 0;
        var symbols = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            code <<= 1;
            (FirstCode[length], FirstSymbol[length]) = (code, symbols);
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] != length)
                {
                    continue;
                }

                Symbols[symbols++] = (short)symbol;
                if (length <= FastBits)
                {
                    var free = FastBits - length;
                    Fast.AsSpan((int)code << free, 1 << free).Fill((ushort)((length << FastBits) | symbol));
                }

                code++;
            }

            Count[length] = symbols - FirstSymbol[length];
        }
    }

    /// <summary>The most octets that so many coded ones may stand for: no code has fewer than five bits.</summary>
    public static int MostDecoded(int codedBytes) => codedBytes * 8 / 5;

    /// <summary>Decodes a string and returns its length; less than 0: it is none (RFC 7541, 5.2).</summary>
    public static int Decode(ReadOnlySpan<byte> coded, Span<byte> decoded)
    {
        ulong bits = 0;
        var have = 0;
        var length = 0;
        while (true)
        {
            while (have <= 56 && !coded.IsEmpty)
            {
                bits = (bits << 8) | coded[0];
                coded = coded[1..];
                have += 8;
            }

            if (have == 0)
            {
                return length;
            }

            var next = have >= FastBits ? (byte)(bits >> (have - FastBits)) : (byte)((bits << (FastBits - have)) | (0xFFu >> have));
            var fast = Fast[next];
            if (fast != 0)
            {
                var used = fast >> FastBits;
                if (used > have)
                {
                    return IsPadding(bits, have) ? length : -1;
                }

                decoded[length++] = (byte)fast;
                have -= used;
                continue;
            }

            var (symbol, bitsUsed) = Long(bits, have);
            if (bitsUsed == 0)
            {
                return IsPadding(bits, have) ? length : -1;
            }

            if (symbol == EndOfString)
            {
                return -1;
            }

            decoded[length++] = (byte)symbol;
            have -= bitsUsed;
        }
    }

    private static (int Symbol, int Bits) Long(ulong bits, int have)
    {
        for (var length = FastBits + 1; length <= LongestCode && length <= have; length++)
        {
            var code = (uint)(bits >> (have - length)) & ((1u << length) - 1);
            if (code - FirstCode[length] < (uint)Count[length])
            {
                return (Symbols[FirstSymbol[length] + (int)(code - FirstCode[length])], length);
            }
        }

        return (0, 0);
    }

    // At most seven bits, all of them set: the beginning of the end-of-string code.
    private static bool IsPadding(ulong bits, int have) => have < FastBits && (bits & ((1u << have) - 1)) == (1u << have) - 1;
}
