using System.Buffers.Binary;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// HdrHistogram's V2 encoding before compression: a header of 40 bytes, then one number a counter, negative for a run of zeros.
/// </summary>
internal static class HistogramPayload
{
    public const int HeaderBytes = 40;

    /// <summary>No payload is longer, so nothing longer needs to be decompressed: the largest layout has 64 bits and 5 digits.</summary>
    public const int MaximumBytes = HeaderBytes + (ZigZag.MaximumBytes * (1 << 17) * 48);

    // The low nibble of the last byte but one was the word size of older versions; writers set 1 there and readers ignore it.
    private const uint Cookie = 0x1c849303;
    private const uint CookieMask = ~0xF0u;
    private const uint WordSize = 0x10;

    public static byte[] Write(LatencyHistogram histogram)
    {
        var counts = histogram.UsedCounts;
        var payload = new byte[HeaderBytes + (ZigZag.MaximumBytes * counts.Length)];
        var length = HeaderBytes + WriteCounts(payload.AsSpan(HeaderBytes), counts);
        var header = payload.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt32BigEndian(header, Cookie | WordSize);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], length - HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 0); // normalizing index offset: our counters are never shifted
        BinaryPrimitives.WriteInt32BigEndian(header[12..], LatencyHistogram.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header[16..], HistogramLayout.Own.Lowest);
        BinaryPrimitives.WriteInt64BigEndian(header[24..], HistogramLayout.Own.Highest);
        BinaryPrimitives.WriteDoubleBigEndian(header[32..], 1); // ratio of stored integers to values
        return payload[..length];
    }

    /// <summary>
    /// Adds any V2 payload to a histogram. Counters of another layout than ours are put where their middle lies. The normalizing offset is
    /// not used, as the counters are written in the order of their values (hdr-histogram-js always writes 1 and means 0).
    /// </summary>
    /// <exception cref="FormatException">It is not such a payload; the message says what is wrong.</exception>
    public static void AddTo(LatencyHistogram histogram, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderBytes)
        {
            throw new FormatException($"The histogram's header has {payload.Length} bytes instead of {HeaderBytes}.");
        }

        var cookie = BinaryPrimitives.ReadUInt32BigEndian(payload);
        if ((cookie & CookieMask) != Cookie)
        {
            throw new FormatException($"The histogram's cookie is 0x{cookie:x8}, not that of HdrHistogram V2 (0x1c8493?3).");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(payload[4..]);
        if (length < 0 || length > payload.Length - HeaderBytes)
        {
            throw new FormatException($"The histogram claims {length} bytes of counts where {payload.Length - HeaderBytes} follow.");
        }

        AddCounts(histogram, payload.Slice(HeaderBytes, length), ReadLayout(payload));
    }

    private static int WriteCounts(Span<byte> destination, ReadOnlySpan<long> counts)
    {
        var written = 0;
        var i = 0;
        while (i < counts.Length)
        {
            var zeros = counts[i..].IndexOfAnyExcept(0L);
            // A single zero is written as itself, as HdrHistogram does; a run of them as its negative length.
            written += ZigZag.Write(destination[written..], zeros > 1 ? -zeros : counts[i]);
            i += Math.Max(zeros, 1);
        }

        return written;
    }

    private static HistogramLayout ReadLayout(ReadOnlySpan<byte> header)
    {
        var digits = BinaryPrimitives.ReadInt32BigEndian(header[12..]);
        var lowest = BinaryPrimitives.ReadInt64BigEndian(header[16..]);
        var highest = BinaryPrimitives.ReadInt64BigEndian(header[24..]);
        try
        {
            return new HistogramLayout(lowest, highest, digits);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"No histogram has {digits} digits over {lowest} to {highest}.", e);
        }
    }

    private static void AddCounts(LatencyHistogram histogram, ReadOnlySpan<byte> source, HistogramLayout layout)
    {
        var direct = layout.CountsLike(HistogramLayout.Own);
        var index = 0L;
        while (!source.IsEmpty)
        {
            var read = ZigZag.TryRead(source, out var number);
            if (read == 0)
            {
                throw new FormatException("The histogram's counts end in the middle of a number.");
            }

            source = source[read..];
            index += number < 0 ? RunLength(number) : 1;
            if (index > layout.Length)
            {
                throw new FormatException($"The histogram has more counts than its layout of {layout.Length}.");
            }

            if (number > 0)
            {
                AddCount(histogram, layout, direct, (int)index - 1, number);
            }
        }
    }

    // Cut to 32 bits, more than any layout has counters, so that no text can make the index overflow.
    private static long RunLength(long number) => -Math.Max(number, int.MinValue);

    private static void AddCount(LatencyHistogram histogram, HistogramLayout layout, bool direct, int index, long count)
    {
        try
        {
            if (direct && index < HistogramLayout.Own.Length)
            {
                histogram.AddDecoded(index, count);
            }
            else
            {
                histogram.AddForeign(layout.MedianValueAt(index), count);
            }
        }
        catch (OverflowException e)
        {
            throw new FormatException("The histogram's counts or their sum are larger than 64 bits.", e);
        }
    }
}
