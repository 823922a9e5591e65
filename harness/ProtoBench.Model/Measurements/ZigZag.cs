namespace ProtoBench.Model.Measurements;

/// <summary>
/// HdrHistogram's 64-bit numbers: ZigZag for the sign, then seven bits a byte, least significant first, but eight bits in the ninth byte,
/// so that 64 bits never take ten ("LEB128-64b9B" in its sources).
/// </summary>
internal static class ZigZag
{
    public const int MaximumBytes = 9;

    /// <returns>Bytes written, 1 to 9.</returns>
    public static int Write(Span<byte> destination, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (var i = 0; i < MaximumBytes - 1; i++)
        {
            if (rest < 0x80)
            {
                destination[i] = (byte)rest;
                return i + 1;
            }

            destination[i] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        destination[MaximumBytes - 1] = (byte)rest;
        return MaximumBytes;
    }

    /// <returns>Bytes read, or 0 when the source ends within the number.</returns>
    public static int TryRead(ReadOnlySpan<byte> source, out long value)
    {
        var bits = 0UL;
        for (var i = 0; i < MaximumBytes && i < source.Length; i++)
        {
            var last = i == MaximumBytes - 1;
            bits |= (last ? source[i] : source[i] & 0x7FUL) << (7 * i);
            if (last || source[i] < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return i + 1;
            }
        }

        value = 0;
        return 0;
    }
}
