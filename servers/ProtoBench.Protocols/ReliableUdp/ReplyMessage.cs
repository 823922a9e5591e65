using ProtoBench.Contract;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>The answer to one request, whose payload is made as it is sent; reused without allocating.</summary>
/// <param name="free">Where it goes when it has been sent; within the channel's gate.</param>
internal sealed class ReplyMessage(Stack<ReplyMessage> free) : IOutgoing
{
    private MessageHeader _header;

    public bool IsQueued { get; set; }

    /// <summary>Makes it the answer to the request <paramref name="id"/>.</summary>
    public ReplyMessage For(long id, int bytes)
    {
        _header = new MessageHeader(MessageKind.Reply, id, 0, 0, bytes);
        return this;
    }

    public int Fill(Span<byte> room, out MessageHeader header, out bool more)
    {
        header = _header;
        var length = (int)Math.Min(room.Length, header.Total - header.Offset);
        Payload.Fill(room[..length], header.Offset);
        _header = header with { Offset = header.Offset + length };
        more = _header.Offset < header.Total;
        if (!more)
        {
            free.Push(this);
        }

        return length;
    }
}
