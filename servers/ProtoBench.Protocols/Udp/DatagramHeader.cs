using System.Buffers.Binary;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// The first 16 bytes of every datagram, little endian: kind (8 bits), nothing (24 bits), argument (32 bits), id (64 bits).
/// </summary>
internal readonly record struct DatagramHeader(DatagramKind Kind, int Argument, long Id)
{
    public const int Bytes = 16;

    /// <summary>65,535 bytes of IPv4 packet less its header (20), the UDP header (8) and this one.</summary>
    public const int LargestPayload = 65_507 - Bytes;

    public void Write(Span<byte> datagram)
    {
        BinaryPrimitives.WriteInt32LittleEndian(datagram, (byte)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(datagram[4..], Argument);
        BinaryPrimitives.WriteInt64LittleEndian(datagram[8..], Id);
    }

    /// <returns>False for a datagram that is not of this protocol.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out DatagramHeader header)
    {
        header = default;
        if (datagram.Length < Bytes)
        {
            return false;
        }

        var kind = BinaryPrimitives.ReadInt32LittleEndian(datagram);
        header = new DatagramHeader(
            (DatagramKind)kind, BinaryPrimitives.ReadInt32LittleEndian(
                datagram[4..]), BinaryPrimitives.ReadInt64LittleEndian(datagram[8..]));
        return kind is >= (int)DatagramKind.Request and <= (int)DatagramKind.FlowEnd && header.Argument is >= 0 and <= LargestPayload;
    }
}
