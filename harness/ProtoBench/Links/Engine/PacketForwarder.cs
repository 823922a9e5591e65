using ProtoBench.Links.Model;
using ProtoBench.Links.Native;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>
/// One direction of the link: takes packets from one port, asks the model, and hands them to the other port when they are due. Owned by one thread, without locks and
/// without allocation per packet. Time comes in through the clock only.
/// </summary>
internal sealed class PacketForwarder(
    LinkDirection direction, IPacketPort from, IPacketPort to, ILinkClock clock, PacketPool pool, int poolSlots, IPacketObserver? observer)
{
    // Both bounds keep one side of the work from starving the other; 32 packets are about 0.1 ms of work.
    private const int Batch = 32;
    private const int MostAhead = 16;
    private readonly ReleaseQueue _pending = new(poolSlots);
    private readonly SegmentTrain _train = new(pool, to.TakesTrains);
    private LinkModel? _model;
    private long _origin;
    private long _sequence;
    private int _spare = -1;
    private int _ahead = 1;

    public LinkCounters Counters { get; } = new();

    public LinkDirection Direction => direction;

    public int PollDescriptor => from.PollDescriptor;

    /// <summary>Earliest release, or <see cref="long.MaxValue"/>.</summary>
    public long NextDue => _pending.NextDue;

    public int PeakQueuePackets => _model?.PeakQueuePackets ?? 0;

    public long PeakQueueBytes => _model?.PeakQueueBytes ?? 0;

    /// <summary>Begins anew: packets on their way are discarded, counters cleared, and the model's time starts now.</summary>
    public void Restart(LinkModel model)
    {
        while (_pending.TryTake(long.MaxValue - 1, out var packet))
        {
            pool.Return(packet.Slot);
        }

        _model = model;
        _origin = clock.Now;
        _sequence = 0;
        Counters.Clear();
    }

    /// <summary>Releases what is due and takes what has arrived, a bounded number of each. True when there may be more to do at once.</summary>
    public bool Turn()
    {
        var released = Release();
        var taken = Take();
        return released == Batch || taken == Batch || (taken > 0 && _pending.NextDue <= clock.Now);
    }

    private int Release()
    {
        var count = 0;
        for (; count < Batch && _pending.TryTake(clock.Now, out var packet); count++)
        {
            if (!_train.TryAdd(packet))
            {
                Depart();
                _train.TryAdd(packet);
            }
        }

        Depart();
        return count;
    }

    private void Depart()
    {
        if (_train.Count == 0)
        {
            return;
        }

        // The time before the call: inside it the receiver's stack already works on the packets.
        var now = clock.Now;
        var together = _train.Count > 1 && to.Send(_train.Join());
        if (_train.Count > 1 && !together)
        {
            _train.Refused();
        }

        foreach (ref readonly var packet in _train.Packets)
        {
            Counters.Left(now - packet.Due, together || to.Send(pool[packet.Slot][..packet.Length]));
            pool.Return(packet.Slot);
        }

        _train.Clear();
    }

    private int Take()
    {
        for (var count = 0; count < Batch; count++)
        {
            if (_spare < 0 && (_spare = pool.Rent()) < 0)
            {
                // Packets stay in the device's ring, whose overflow is counted by the kernel.
                return 0;
            }

            var length = from.Receive(pool[_spare]);
            if (length == 0)
            {
                _ahead = 1;
                return count;
            }

            var now = clock.Now;
            Accept(length, now);
            if (_pending.NextDue <= now && count + 1 >= _ahead)
            {
                // On a link without delay a whole batch would be 0.1 ms late. So a packet leaves before the next is taken, unless those before it found more behind
                // them: then two, four, up to sixteen are taken first, which can leave together.
                _ahead = Math.Min(2 * _ahead, MostAhead);
                return Batch;
            }
        }

        return Batch;
    }

    private void Accept(int length, long now)
    {
        var frame = pool[_spare][..length];
        if (length <= from.HeaderBytes || IpPacket.IsLinkLocalMulticast(frame[from.HeaderBytes..]))
        {
            Counters.Skipped();
            return;
        }

        var packetBytes = length - from.HeaderBytes;
        Counters.Arrived(packetBytes);
        var decision = _model!.Decide(packetBytes, now - _origin);
        observer?.Observe(direction, now, frame, decision);
        Counters.Decided(decision.Fate);
        if (!decision.IsDelivered)
        {
            return;
        }

        var copy = decision.CopyRelease == LinkDecision.NoCopy ? -1 : Copy(frame);
        var isDamaged = decision.CorruptBit is { } bit && IpPacket.InvertBit(frame[from.HeaderBytes..], bit);
        if (isDamaged)
        {
            Counters.Damaged();
        }

        _pending.Add(new PendingPacket(decision.Release + _origin, _sequence++, _spare, length, isDamaged));
        _spare = -1;
        if (copy >= 0)
        {
            _pending.Add(new PendingPacket(decision.CopyRelease + _origin, _sequence++, copy, length));
        }
    }

    private int Copy(ReadOnlySpan<byte> frame)
    {
        var slot = pool.Rent();
        if (slot < 0)
        {
            Counters.Decided(PacketFate.Overload);
            return slot;
        }

        frame.CopyTo(pool[slot]);
        Counters.Copied();
        return slot;
    }
}
