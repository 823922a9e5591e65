namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>A packet that may have to be sent again. One of a ring, used for one sequence after the other.</summary>
internal sealed class SentPacket
{
    private const int Room = PacketHeader.Bytes + MessageHeader.Bytes + MessageHeader.LargestPiece;

    /// <summary>The whole packet; its header is written anew whenever it is sent.</summary>
    public byte[] Bytes { get; } = new byte[Room];

    public int Length { get; set; }

    public long Sequence { get; set; }

    public MessageKind Kind { get; set; }

    /// <summary>Of the latest time it was sent.</summary>
    public long Transmission { get; set; }

    /// <summary>When that was, on the monotonic clock, in nanoseconds.</summary>
    public long SentAt { get; set; }

    public bool IsAcknowledged { get; set; }
}
