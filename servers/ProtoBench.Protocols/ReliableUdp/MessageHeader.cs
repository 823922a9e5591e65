using System.Buffers.Binary;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// The 24 bytes before a piece of a message, little endian: id (64 bits), offset (64), argument (32), total (32). The kind stands in the
/// packet's header.
/// </summary>
/// <param name="Kind">What the piece says.</param>
/// <param name="Id">Of the exchange or the stream.</param>
/// <param name="Offset">Of the payload in the message or the stream.</param>
/// <param name="Argument">See <see cref="MessageKind"/>.</param>
/// <param name="Total">Bytes of the whole request or reply.</param>
internal readonly record struct MessageHeader(MessageKind Kind, long Id, long Offset = 0, int Argument = 0, int Total = 0)
{
    public const int Bytes = 24;

    /// <summary>Payload of one packet: with 20 bytes of IP, 8 of UDP and our 64 it stays below the 1,500 of Ethernet.</summary>
    public const int LargestPiece = 1_200;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, Id);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], Argument);
        BinaryPrimitives.WriteInt32LittleEndian(destination[20..], Total);
    }

    public static MessageHeader Read(MessageKind kind, ReadOnlySpan<byte> source) => new(
        kind,
        BinaryPrimitives.ReadInt64LittleEndian(source),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
        BinaryPrimitives.ReadInt32LittleEndian(source[20..]));
}
