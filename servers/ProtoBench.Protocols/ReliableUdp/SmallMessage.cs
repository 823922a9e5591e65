namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>A message of one piece, sent once: what opens, ends and steers streams.</summary>
internal sealed class SmallMessage(MessageHeader message, byte[]? payload = null) : IOutgoing
{
    public bool IsQueued { get; set; }

    public int Fill(Span<byte> room, out MessageHeader header, out bool more)
    {
        (header, more) = (message, false);
        payload?.CopyTo(room);
        return payload?.Length ?? 0;
    }
}
