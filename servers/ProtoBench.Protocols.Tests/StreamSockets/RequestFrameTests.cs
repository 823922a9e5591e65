using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Tests.StreamSockets;

public sealed class RequestFrameTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 65_537)]
    [InlineData(ProtocolTraits.LargestMessageBytes, ProtocolTraits.LargestMessageBytes)]
    public void What_is_written_is_read_again(int payloadBytes, int responseBytes)
    {
        var header = new byte[RequestFrame.HeaderBytes];
        var frame = new RequestFrame(FrameKind.Exchange, payloadBytes, responseBytes);

        frame.Write(header);

        Assert.Equal(frame, RequestFrame.Read(header));
    }

    [Fact]
    public void The_layout_is_length_then_kind_and_argument()
    {
        var header = new byte[RequestFrame.HeaderBytes];

        new RequestFrame(FrameKind.Download, 8, 0x012345).Write(header);

        Assert.Equal([8, 0, 0, 0, 0x45, 0x23, 0x01, 0x10], header);
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255, 0, 0, 0, 0 })] // negative length
    [InlineData(new byte[] { 1, 0, 0, 1, 0, 0, 0, 0 })] // 16 MiB + 1 of payload
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 1 })] // 16 MiB + 1 of response
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x30 })] // no such kind
    [InlineData(new byte[] { 8, 0, 0, 0, 0, 0, 0, 0x10 })] // download in writes of nothing
    public void What_no_client_sends_is_refused(byte[] header) =>
        Assert.Throws<InvalidDataException>(() => RequestFrame.Read(header));
}
