using System.Buffers.Binary;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>
/// The first 16 bytes of every stream of the <c>quic</c> protocol, little endian: kind (4), write size of a download (4), payload wanted
/// (8). The request's payload follows up to the end of the stream, so its length needs no field; the response is bare payload, or for an
/// upload the 8-byte count of what was received. For messages and datagrams the second field is the length of the application's name, which
/// follows; from then on both sides send messages (<see cref="ProtoBench.Protocols.Shared.MessageStreams.FramedMessageStream"/>).
/// </summary>
internal readonly record struct StreamCommand(StreamCommandKind Kind, int MessageBytes, long PayloadBytes)
{
    public const int Length = 16;

    public static StreamCommand Read(ReadOnlySpan<byte> bytes) => new(
        (StreamCommandKind)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], MessageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], PayloadBytes);
    }
}
