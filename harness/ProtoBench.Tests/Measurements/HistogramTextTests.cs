using System.Buffers.Binary;
using System.IO.Compression;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class HistogramTextTests
{
    // Written by hdr-histogram-js 3.0.1 with 3 digits: 42 once, 2,000,000 three times, 1..1000 once each.
    private const string Foreign = "HISTFAAAADd4nJNpmSzMwMD8loGBgZGBgYGZAQIYGRiY3Qx2LGCA85mIBSxEqxwFo2AUDDLwfh0jGwDERQ2E";

    [Fact]
    public void A_payload_is_the_bytes_that_HdrHistogram_V2_prescribes()
    {
        var histogram = LatencyHistogramTests.Of(1, 1, 1, 100);

        Assert.Equal(
            "1C849313" + "00000005" + "00000000" + "00000003" + "0000000000000001" + "000003FFFFFFFFFF" + "3FF0000000000000"
            + "00" + "06" + "C301" + "02", // a single zero; 3; 98 zeros; 1
            Convert.ToHexString(HistogramPayload.Write(histogram)));
    }

    [Fact]
    public void A_round_trip_keeps_every_count()
    {
        var tail = LatencyHistogramTests.LongTailed(50_000, seed: 11);
        var histogram = LatencyHistogramTests.Of([0, LatencyHistogram.HighestTrackable, .. tail]);
        histogram.Record(77_000, 5_000_000_000);

        var text = HistogramText.Encode(histogram);
        var decoded = HistogramText.Decode(text);

        Assert.StartsWith("HISTF", text, StringComparison.Ordinal);
        Assert.Equal(histogram.Buckets(), decoded.Buckets());
        Assert.Equal(histogram.Count, decoded.Count);
        Assert.Equal(HistogramPayload.Write(histogram), HistogramPayload.Write(decoded));
        Assert.True(histogram.IsExact);
        Assert.False(decoded.IsExact);
        Assert.Equal(histogram.Mean, decoded.Mean, histogram.Mean * 0.0005);
    }

    [Fact]
    public void An_empty_histogram_survives() => Assert.Equal(0, HistogramText.Decode(HistogramText.Encode(new LatencyHistogram())).Count);

    [Fact]
    public void A_text_of_another_implementation_is_read()
    {
        var histogram = HistogramText.Decode(Foreign);

        Assert.Equal(1_004, histogram.Count);
        Assert.Equal(2, histogram.Buckets().Single(b => b.Lowest == 42).Count);
        Assert.Equal(3, histogram.Buckets().Single(b => b.Lowest <= 2_000_000 && b.Highest >= 2_000_000).Count);
        Assert.Equal(499, histogram.ValueAtQuantile(0.5 - 0.002));
    }

    [Fact]
    public void Counts_of_a_coarser_layout_are_put_at_their_middle()
    {
        // Two digits from 1,000 on: a unit of 512 and 256 sub-buckets, so counter 300 counts 172,032 + 44 · 1,024 and the 1,023 after it.
        var histogram = HistogramText.Decode(Wrapped(Payload(digits: 2, lowest: 1_000, highest: 1_000_000_000, [-300, 4])));

        var bucket = Assert.Single(histogram.Buckets());
        Assert.Equal(4, bucket.Count);
        Assert.InRange(176_128 + 512, bucket.Lowest, bucket.Highest);
        Assert.Equal(0, histogram.Clamped);
    }

    [Fact]
    public void Values_beyond_our_range_are_read_as_clamped()
    {
        // With 3 digits, counter 40 · 1,024 begins at 2^49 ns: six days.
        var histogram = HistogramText.Decode(Wrapped(Payload(digits: 3, lowest: 1, highest: 1L << 52, [-40 * 1_024, 2])));

        Assert.Equal((2, 2), (histogram.Count, histogram.Clamped));
        Assert.Equal(LatencyHistogram.HighestTrackable, histogram.Maximum);
    }

    [Theory]
    [InlineData("", "at least 8 bytes")]
    [InlineData("not base64!", "not base64")]
    [InlineData("AAAAAAAAAAA=", "cookie")]
    [InlineData("HISTFAAAAAk=", "claims 9 compressed bytes")]
    [InlineData("HISTFAAAAAQBAgME", "zlib")]
    public void A_malformed_text_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => HistogramText.Decode(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_cut_off_anywhere_is_refused()
    {
        var text = Convert.FromBase64String(HistogramText.Encode(LatencyHistogramTests.Of(LatencyHistogramTests.LongTailed(100, 1))));
        for (var length = 0; length < text.Length; length++)
        {
            var cut = text[..length];
            Assert.Throws<FormatException>(() => HistogramText.Decode(Convert.ToBase64String(cut)));
            if (length >= 8)
            {
                // Also when the wrapper's length has been made to fit.
                BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(4), length - 8);
                Assert.Throws<FormatException>(() => HistogramText.Decode(Convert.ToBase64String(cut)));
            }
        }
    }

    [Fact]
    public void A_malformed_payload_is_refused_with_the_reason()
    {
        Refused("header has 39 bytes", new byte[39]);
        Refused("cookie is 0x00000000", new byte[40]);
        Refused("claims 2 bytes", Payload(3, 1, 100_000, [1])[..^1], length: 2);
        Refused("9 digits", Payload(9, 1, 100_000, [1]));
        Refused("over 0 to 100", Payload(3, 0, 100, [1]));
        Refused("more counts than its layout", Payload(3, 1, 2_000, [-2_048, 1]));
        Refused("more counts than its layout", Payload(3, 1, 2_000, [long.MinValue, 1]));
        Refused("middle of a number", [.. Payload(3, 1, 2_000, []), 0x80], length: 1);
        Refused("larger than 64 bits", Payload(3, 1, 2_000, [0, 0, long.MaxValue]));
    }

    [Theory]
    [InlineData("", 0x00000001u)]
    [InlineData("Wikipedia", 0x11E60398u)]
    public void The_checksum_is_that_of_zlib(string text, uint checksum) =>
        Assert.Equal(checksum, Adler32.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(0, "00")]
    [InlineData(1, "02")]
    [InlineData(-1, "01")]
    [InlineData(63, "7E")]
    [InlineData(64, "8001")]
    [InlineData(-64, "7F")]
    [InlineData(-65, "8101")]
    [InlineData(8_192, "808001")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF")]
    public void Numbers_are_written_in_the_64_bit_9_byte_variant(long value, string hex)
    {
        var bytes = new byte[ZigZag.MaximumBytes];

        var written = ZigZag.Write(bytes, value);

        Assert.Equal(hex, Convert.ToHexString(bytes.AsSpan(0, written)));
        Assert.Equal(written, ZigZag.TryRead(bytes.AsSpan(0, written), out var read));
        Assert.Equal(value, read);
        Assert.Equal(0, ZigZag.TryRead(bytes.AsSpan(0, written - 1), out _));
    }

    private static void Refused(string reason, byte[] payload, int? length = null)
    {
        if (length is { } claimed)
        {
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), claimed);
        }

        var exception = Assert.Throws<FormatException>(() => HistogramText.Decode(Wrapped(payload)));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Payload(int digits, long lowest, long highest, long[] numbers)
    {
        var payload = new byte[HistogramPayload.HeaderBytes + (ZigZag.MaximumBytes * numbers.Length)];
        var length = HistogramPayload.HeaderBytes;
        foreach (var number in numbers)
        {
            length += ZigZag.Write(payload.AsSpan(length), number);
        }

        BinaryPrimitives.WriteUInt32BigEndian(payload, 0x1c849313);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), length - HistogramPayload.HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(12), digits);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(16), lowest);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(24), highest);
        return payload[..length];
    }

    private static string Wrapped(byte[] payload)
    {
        using var buffer = new MemoryStream();
        buffer.Write([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 0]);
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(payload);
        }

        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - 8);
        return Convert.ToBase64String(bytes);
    }
}
