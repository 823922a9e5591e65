using System.Buffers.Binary;

namespace ProtoBench.Quic.Connections;

/// <summary>A connection id as a dictionary key: up to 20 bytes (RFC 9000, section 17.2) without an allocation.</summary>
internal readonly record struct ConnectionIdKey(ulong First, ulong Second, uint Third, int Length)
{
    public static ConnectionIdKey Of(ReadOnlySpan<byte> id)
    {
        if (id.Length == 8)
        {
            return new ConnectionIdKey(BinaryPrimitives.ReadUInt64LittleEndian(id), 0, 0, 8);
        }

        Span<byte> padded = stackalloc byte[20];
        padded.Clear();
        id.CopyTo(padded);
        return new ConnectionIdKey(
            BinaryPrimitives.ReadUInt64LittleEndian(padded),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(padded[16..]),
            id.Length);
    }

    // The ids are random already; mixing them again would cost more than the lookup.
    public override int GetHashCode() => (int)(First ^ (First >> 32) ^ Second);
}
