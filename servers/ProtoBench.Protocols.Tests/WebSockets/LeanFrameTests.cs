using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

/// <summary>The lean client's frames, octet by octet (RFC 6455, 5.2).</summary>
public sealed class LeanFrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    [InlineData(70_003, 10)]
    public void A_frame_is_masked_and_says_its_length(int length, int head)
    {
        var payload = Payload.Create(length);
        var frames = new MaskedFrames();
        var first = new byte[MaskedFrames.MostHeadBytes + length];
        var second = new byte[first.Length];
        var cut = Math.Min(length, 5);

        Assert.Equal(head + 4 + length, frames.Write(FrameCode.Binary, ends: true, payload.AsSpan(0, cut), payload.AsSpan(cut), first));
        frames.Write(FrameCode.Text, ends: false, [], payload, second);

        Assert.Equal((0x82, 0x01), (first[0], second[0]));
        Assert.Equal(0x80, first[1] & 0x80);
        Assert.Equal(length, LengthOf(first, head));
        Assert.Equal(payload, Unmasked(first, head, length));
        Assert.Equal(payload, Unmasked(second, head, length));
        Assert.NotEqual(first[head..(head + 4)], second[head..(head + 4)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void Messages_are_read_in_any_pieces_and_with_control_frames_between_theirs(int piece)
    {
        byte[] long1 = Payload.Create(300);
        byte[] bytes =
        [
            0x02, 3, 1, 2, 3, 0x89, 2, 8, 9, 0x80, 1, 4, 0x82, 0, 0x82, 126, 1, 44, .. long1,
            0x82, 127, 0, 0, 0, 0, 0, 0, 0, 1, 5,
        ];
        var seen = new Seen();
        var reader = new ServerFrameReader(seen);

        for (var at = 0; at < bytes.Length; at += piece)
        {
            reader.Read(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        Assert.Equal(["Ping 0809"], seen.Controls);
        Assert.Equal([[1, 2, 3, 4], [], long1, [5]], seen.Messages);
    }

    [Theory]
    [InlineData("C200", "extension")]
    [InlineData("828000000000", "masked")]
    [InlineData("8300", "code 3")]
    [InlineData("8000", "code 0")]
    [InlineData("02008200", "code 2")]
    [InlineData("0900", "code 9")]
    [InlineData("897E0080", "code 9")]
    [InlineData("827FFFFFFFFFFFFFFFFF", "too long")]
    public void A_frame_that_no_server_may_send_is_refused(string bytes, string words)
    {
        var error = Assert.Throws<BadResponseException>(() => new ServerFrameReader(new Seen()).Read(Convert.FromHexString(bytes)));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static long LengthOf(byte[] frame, int head) => head switch
    {
        2 => frame[1] & 0x7f,
        4 => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(2)),
        _ => BinaryPrimitives.ReadInt64BigEndian(frame.AsSpan(2)),
    };

    private static byte[] Unmasked(byte[] frame, int head, int length) =>
        [.. frame.AsSpan(head + 4, length).ToArray().Select((value, i) => (byte)(value ^ frame[head + (i % 4)]))];

    private sealed class Seen : IServerMessages
    {
        private List<byte> _message = [];

        public List<byte[]> Messages { get; } = [];

        public List<string> Controls { get; } = [];

        public bool Begin()
        {
            _message = [];
            return true;
        }

        public bool Take(ReadOnlySpan<byte> piece)
        {
            _message.AddRange(piece);
            return true;
        }

        public bool End()
        {
            Messages.Add([.. _message]);
            return true;
        }

        public bool Control(FrameCode code, ReadOnlySpan<byte> payload)
        {
            Controls.Add($"{code} {Convert.ToHexString(payload)}");
            return true;
        }
    }
}
