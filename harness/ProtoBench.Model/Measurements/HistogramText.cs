using System.Buffers.Binary;
using System.IO.Compression;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// Histograms as text that every HdrHistogram implementation reads: V2 encoding, zlib, base64; begins with <c>HISTF</c>. Counts survive
/// exactly; minimum, maximum and sum come back as those of the buckets (<see cref="LatencyHistogram.IsExact"/>).
/// </summary>
internal static class HistogramText
{
    private const int WrapperBytes = 8;
    private const uint Cookie = 0x1c849304;
    private const uint CookieMask = ~0xF0u;
    private const uint WordSize = 0x10;

    public static string Encode(LatencyHistogram histogram)
    {
        using var buffer = new MemoryStream();
        buffer.SetLength(WrapperBytes);
        buffer.Position = WrapperBytes;
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(HistogramPayload.Write(histogram));
        }

        var text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        BinaryPrimitives.WriteUInt32BigEndian(text, Cookie | WordSize);
        BinaryPrimitives.WriteInt32BigEndian(text[4..], text.Length - WrapperBytes);
        return Convert.ToBase64String(text);
    }

    /// <exception cref="FormatException">The text is not a V2 compressed histogram; the message says what is wrong.</exception>
    public static LatencyHistogram Decode(string text)
    {
        var histogram = new LatencyHistogram();
        AddTo(histogram, text);
        return histogram;
    }

    /// <summary>
    /// As <see cref="LatencyHistogram.Add"/> of the decoded text, without a histogram in between: each has 270 KB of counters, and a report
    /// adds up hundreds.
    /// </summary>
    /// <exception cref="FormatException">
    /// The text is not a V2 compressed histogram; the message says what is wrong. Part of it may have been added.
    /// </exception>
    public static void AddTo(LatencyHistogram histogram, string text)
    {
        var wrapped = FromBase64(text);
        if (wrapped.Length < WrapperBytes)
        {
            throw new FormatException($"A histogram's text has at least {WrapperBytes} bytes, this one has {wrapped.Length}.");
        }

        var cookie = BinaryPrimitives.ReadUInt32BigEndian(wrapped);
        if ((cookie & CookieMask) != Cookie)
        {
            throw new FormatException($"The text's cookie is 0x{cookie:x8}, not that of a compressed HdrHistogram V2 (0x1c8493?4).");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(wrapped.AsSpan(4));
        if (length < 0 || length > wrapped.Length - WrapperBytes)
        {
            throw new FormatException($"The text claims {length} compressed bytes where {wrapped.Length - WrapperBytes} follow.");
        }

        var payload = Inflate(wrapped, length);
        // .NET's stream ends quietly where its input does, so a text that was cut off is found by the checksum that stands last.
        if (length < 4 || BinaryPrimitives.ReadUInt32BigEndian(wrapped.AsSpan(WrapperBytes + length - 4)) != Adler32.Of(payload))
        {
            throw new FormatException("The histogram's text is cut off or damaged: its checksum is wrong.");
        }

        HistogramPayload.AddTo(histogram, payload);
    }

    /// <summary>What all hold together, as text; null where there is none.</summary>
    /// <exception cref="FormatException">One of them is not a V2 compressed histogram.</exception>
    public static string? Sum(IEnumerable<string?> histograms)
    {
        LatencyHistogram? sum = null;
        foreach (var text in histograms.OfType<string>())
        {
            AddTo(sum ??= new LatencyHistogram(), text);
        }

        return sum is null ? null : Encode(sum);
    }

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new FormatException("The histogram's text is not base64.", e);
        }
    }

    private static ReadOnlySpan<byte> Inflate(byte[] wrapped, int length)
    {
        using var zlib = new ZLibStream(new MemoryStream(wrapped, WrapperBytes, length), CompressionMode.Decompress);
        using var payload = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            for (var read = zlib.Read(chunk); read > 0; read = zlib.Read(chunk))
            {
                payload.Write(chunk, 0, read);
                if (payload.Length > HistogramPayload.MaximumBytes)
                {
                    throw new FormatException("The histogram's text decompresses to more than any histogram has.");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("The histogram's text is not a valid zlib stream.", e);
        }

        return payload.GetBuffer().AsSpan(0, (int)payload.Length);
    }
}
