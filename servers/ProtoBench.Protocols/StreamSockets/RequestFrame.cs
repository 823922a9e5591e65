using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>
/// The 8 bytes before every request, little endian: payload length (32 bits), then the kind in the upper 4 and its argument in the lower
/// 28 bits. 28 bits hold <see cref="ProtocolTraits.LargestMessageBytes"/> (2^24). A response is its length (32 bits) and its payload.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="PayloadBytes">Bytes that follow the header.</param>
/// <param name="Argument">Exchange: bytes of the response. Download and upload: bytes per write. Messages: 0.</param>
internal readonly record struct RequestFrame(FrameKind Kind, int PayloadBytes, int Argument)
{
    public const int HeaderBytes = 8;
    public const int ResponseHeaderBytes = 4;
    public const int TotalBytes = sizeof(long);

    private const int KindShift = 28;
    private const uint ArgumentMask = (1u << KindShift) - 1;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, PayloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], ((uint)Kind << KindShift) | (uint)Argument);
    }

    /// <exception cref="InvalidDataException">No client of this protocol sends such a frame.</exception>
    public static RequestFrame Read(ReadOnlySpan<byte> source)
    {
        var second = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        var frame = new RequestFrame(
            (FrameKind)(second >> KindShift), BinaryPrimitives.ReadInt32LittleEndian(source), (int)(second & ArgumentMask));
        var plausible = frame.Kind switch
        {
            FrameKind.Exchange => frame.PayloadBytes is >= 0 and <= ProtocolTraits.LargestMessageBytes,
            FrameKind.Download => frame.PayloadBytes == TotalBytes && frame.Argument > 0,
            FrameKind.Upload => frame.PayloadBytes == 0,
            FrameKind.Messages => frame.PayloadBytes is > 0 and <= Shared.MessageStreams.ApplicationHost.LongestName,
            _ => false,
        };
        return plausible && frame.Argument <= ProtocolTraits.LargestMessageBytes
            ? frame
            : throw new InvalidDataException($"not a request of this protocol: {frame}");
    }
}
