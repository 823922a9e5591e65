using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Tests.Http;

public sealed class Http2FrameWatchTests
{
    private const byte Data = 0;
    private const byte Settings = 4;
    private const byte GoAway = 7;

    private readonly ServerNotices _notices = new();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Limits_and_goodbyes_are_seen_however_the_bytes_are_cut(int step)
    {
        var watch = new Http2FrameWatch(_notices);
        byte[] bytes =
        [
            .. Frame(Settings, [.. Setting(4, 65_535), .. Setting(3, 128), .. Setting(5, 16_384)]),
            .. Frame(Settings, []),
            .. Frame(Data, new byte[5_000]),
            .. Frame(GoAway, [.. Number(1999), .. Number(0), .. "enough"u8]),
            .. Frame(Data, new byte[10]),
        ];

        for (var at = 0; at < bytes.Length; at += step)
        {
            watch.Look(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));
        }

        Assert.Equal(128, _notices.StreamLimit);
        Assert.Equal("GOAWAY", _notices.Closing);
        Assert.Null(watch.Error);
    }

    [Fact]
    public void A_limit_that_changes_is_the_later_one()
    {
        var watch = new Http2FrameWatch(_notices);

        watch.Look([.. Frame(Settings, Setting(3, 128)), .. Frame(Settings, Setting(3, 1))]);

        Assert.Equal(1, _notices.StreamLimit);
    }

    [Fact]
    public void Payload_that_looks_like_a_goodbye_is_none()
    {
        new Http2FrameWatch(_notices).Look(Frame(Data, Frame(GoAway, [.. Number(1), .. Number(0)])));

        Assert.Null(_notices.Closing);
    }

    [Theory]
    [InlineData(2, "INTERNAL_ERROR")]
    [InlineData(11, "ENHANCE_YOUR_CALM")]
    [InlineData(99, "99")]
    public void A_goodbye_with_an_error_announces_nothing(uint code, string name)
    {
        var watch = new Http2FrameWatch(_notices);

        watch.Look(Frame(GoAway, [.. Number(1), .. Number(code)]));

        Assert.Null(_notices.Closing);
        Assert.Equal(name, watch.Error);
    }

    [Theory]
    [InlineData(3, 5, true)]
    [InlineData(2, 5, false)]
    [InlineData(3, int.MaxValue, false)]
    public void Whether_all_was_answered_that_a_goodbye_promised_is_counted(int answered, int last, bool all)
    {
        var watch = new Http2FrameWatch(_notices);

        watch.Look([
            .. Frame(Settings, Setting(3, 128)),
            .. Enumerable.Repeat(Frame(Data, new byte[7], flags: 1), answered).SelectMany(frame => frame),
        ]);
        watch.Look([.. Frame(Data, new byte[7]), .. Frame(GoAway, [.. Number((uint)last), .. Number(0)])]);

        Assert.Equal(all, watch.HasAnsweredAll);
    }

    private static byte[] Frame(byte type, byte[] payload, byte flags = 0) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];

    private static byte[] Setting(ushort id, uint value) => [(byte)(id >> 8), (byte)id, .. Number(value)];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
