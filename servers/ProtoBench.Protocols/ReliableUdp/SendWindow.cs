namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// The packets under way: at most <see cref="Size"/> from the oldest one that is not acknowledged. Their number is fixed and follows no
/// congestion: this protocol has no congestion control. Knows no clock and no socket.
/// </summary>
internal sealed class SendWindow
{
    /// <summary>128 packets, 150 KB: what the bits of an acknowledgement tell of.</summary>
    public const int Size = 128;

    /// <summary>
    /// Fast retransmit: a packet is lost when one that was sent three later has been received (kPacketThreshold, RFC 9002, section 6.1.1;
    /// three duplicate acknowledgements, RFC 5681, section 3.2).
    /// </summary>
    public const int Threshold = 3;

    private readonly SentPacket?[] _ring = new SentPacket?[Size];
    private long _oldest;
    private long _next;
    private long _newestReceived;

    /// <summary>Transmissions so far.</summary>
    public long Transmissions { get; private set; }

    public bool IsEmpty => _oldest == _next;

    public bool IsFull => _next - _oldest >= Size;

    /// <summary>The packet for the next sequence, to be filled and then begun with <see cref="Begin"/>.</summary>
    public SentPacket Prepare()
    {
        var packet = _ring[_next % Size] ??= new SentPacket();
        packet.Sequence = _next;
        return packet;
    }

    /// <summary>The packet that <see cref="Prepare"/> returned is under way.</summary>
    public void Begin(SentPacket packet)
    {
        packet.IsAcknowledged = false;
        _next++;
    }

    /// <summary>It is sent now, for the first time or again.</summary>
    public void Stamp(SentPacket packet, long now) => (packet.Transmission, packet.SentAt) = (++Transmissions, now);

    /// <summary>
    /// Takes an acknowledgement in. True: it acknowledged something new; then <paramref name="sample"/> is when the packet was sent that
    /// led to it, or 0 where that is known already.
    /// </summary>
    public bool Acknowledge(in PacketHeader header, out long sample)
    {
        sample = 0;
        var next = PacketHeader.Whole(header.Next, _oldest);
        var newest = PacketHeader.Whole(header.Newest, Transmissions);
        if (next > _next || newest > Transmissions)
        {
            return false;
        }

        _newestReceived = Math.Max(_newestReceived, newest);
        var any = false;
        for (var sequence = _oldest; sequence < _next; sequence++)
        {
            var packet = _ring[sequence % Size]!;
            var ahead = sequence - next;
            if (!packet.IsAcknowledged && (ahead < 0 || (ahead < Size && ((header.Received >> (int)ahead) & 1) == 1)))
            {
                packet.IsAcknowledged = any = true;
                sample = packet.Transmission == newest ? packet.SentAt : sample;
            }
        }

        while (_oldest < _next && _ring[_oldest % Size]!.IsAcknowledged)
        {
            _oldest++;
        }

        return any;
    }

    /// <summary>The oldest packet that later ones have overtaken by <see cref="Threshold"/>, or null.</summary>
    public SentPacket? FindOvertaken()
    {
        for (var sequence = _oldest; sequence < _next; sequence++)
        {
            var packet = _ring[sequence % Size]!;
            if (!packet.IsAcknowledged && packet.Transmission <= _newestReceived - Threshold)
            {
                return packet;
            }
        }

        return null;
    }

    /// <summary>The packet that has waited longest since it was last sent, or null when none is under way.</summary>
    public SentPacket? FindLongestWaiting()
    {
        SentPacket? found = null;
        for (var sequence = _oldest; sequence < _next; sequence++)
        {
            var packet = _ring[sequence % Size]!;
            found = !packet.IsAcknowledged && (found is null || packet.SentAt < found.SentAt) ? packet : found;
        }

        return found;
    }
}
