using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.Tests.StreamSockets;

public sealed class ResponseProgressTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(1_000)]
    public void A_response_may_arrive_in_pieces_of_any_size(int pieceBytes)
    {
        var wire = Response(announced: 500, Payload.Create(500));
        var progress = new ResponseProgress(500, verifyContent: true);
        var buffer = new byte[2_000];

        for (var taken = 0; taken < wire.Length;)
        {
            Assert.False(progress.IsComplete);
            var piece = wire.AsSpan(taken, Math.Min(pieceBytes, wire.Length - taken));
            piece.CopyTo(buffer.AsSpan(progress.BufferOffset));
            progress.Take(buffer, piece.Length);
            taken += piece.Length;
        }

        Assert.True(progress.IsComplete);
    }

    [Fact]
    public void An_empty_response_is_complete_with_its_header()
    {
        var progress = new ResponseProgress(0, verifyContent: true);

        progress.Take(Response(announced: 0, []), RequestFrame.ResponseHeaderBytes);

        Assert.True(progress.IsComplete);
    }

    [Fact]
    public void Another_length_than_was_asked_for_is_refused() => Refused(Response(announced: 9, Payload.Create(9)));

    [Fact]
    public void Bytes_after_the_end_are_refused() => Refused(Response(announced: 10, Payload.Create(11)));

    [Fact]
    public void Wrong_content_is_refused() => Refused(Response(announced: 10, new byte[10]));

    [Fact]
    public void An_early_end_is_an_error() =>
        Assert.Throws<EndOfStreamException>(() =>
        {
            var progress = new ResponseProgress(10, verifyContent: false);
            progress.Take(new byte[10], 0);
        });

    private static void Refused(byte[] wire) => Assert.Throws<BadResponseException>(() =>
    {
        var progress = new ResponseProgress(10, verifyContent: true);
        progress.Take(wire, wire.Length);
    });

    private static byte[] Response(int announced, byte[] payload)
    {
        var wire = new byte[RequestFrame.ResponseHeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(wire, announced);
        payload.CopyTo(wire, RequestFrame.ResponseHeaderBytes);
        return wire;
    }
}
