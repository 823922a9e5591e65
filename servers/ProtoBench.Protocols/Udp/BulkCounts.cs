using System.Buffers.Binary;

namespace ProtoBench.Protocols.Udp;

/// <summary>Payload bytes and datagrams of one side of a transfer.</summary>
internal readonly record struct BulkCounts(long Bytes, long Messages)
{
    public const int WireBytes = 16;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, Bytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Messages);
    }

    public static BulkCounts Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64LittleEndian(source), BinaryPrimitives.ReadInt64LittleEndian(source[8..]));
}
