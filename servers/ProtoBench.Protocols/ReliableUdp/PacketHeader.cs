using System.Buffers.Binary;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// The first 40 bytes of every packet, little endian: kind (8 bits), kind of the message (8 bits), nothing (16 bits), connection,
/// transmission, sequence, next, newest (32 bits each), received (128 bits). Counters are cut to 32 bits, as QUIC cuts packet numbers
/// (RFC 9000, section 17.1), and <see cref="Whole"/> makes them whole again.
/// </summary>
/// <param name="Kind">What the packet says.</param>
/// <param name="Message">What the piece of a message says, where it has one.</param>
/// <param name="Connection">Chosen by the client.</param>
/// <param name="Transmission">Counts what is sent from 1 on, so that a packet that is sent again has another one.</param>
/// <param name="Sequence">Counts messages' pieces from 0 on, the same each time it is sent.</param>
/// <param name="Next">The lowest sequence that the sender has not received.</param>
/// <param name="Newest">The latest transmission it has received; 0: none.</param>
/// <param name="Received">Bit i: it has received sequence <paramref name="Next"/> + i.</param>
internal readonly record struct PacketHeader(
    PacketKind Kind, MessageKind Message, uint Connection, uint Transmission, uint Sequence, uint Next, uint Newest, UInt128 Received)
{
    public const int Bytes = 40;

    /// <summary>The whole counter whose lower 32 bits are <paramref name="cut"/>, where it is near <paramref name="known"/>.</summary>
    public static long Whole(uint cut, long known) => known + (int)(cut - (uint)known);

    public void Write(Span<byte> packet)
    {
        BinaryPrimitives.WriteInt32LittleEndian(packet, (byte)Kind | ((byte)Message << 8));
        BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], Connection);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[8..], Transmission);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[12..], Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[16..], Next);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[20..], Newest);
        BinaryPrimitives.WriteUInt128LittleEndian(packet[24..], Received);
    }

    /// <returns>False for a packet that is not of this protocol.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketHeader header)
    {
        header = default;
        if (packet.Length < Bytes)
        {
            return false;
        }

        var kinds = BinaryPrimitives.ReadInt32LittleEndian(packet);
        header = new PacketHeader(
            (PacketKind)(kinds & 0xff),
            (MessageKind)((kinds >> 8) & 0xff),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(packet[20..]),
            BinaryPrimitives.ReadUInt128LittleEndian(packet[24..]));
        return kinds >> 16 == 0
            && header.Kind is >= PacketKind.Hello and <= PacketKind.Unknown
            && (header.Kind != PacketKind.Message
                || (packet.Length >= Bytes + MessageHeader.Bytes
                    && header.Message is >= MessageKind.Request and <= MessageKind.Credit));
    }
}
