using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>
/// One direction of the link: takes packets from one port, asks the model, and hands them to the other port when they are due. Driven by
/// one thread, which never waits for a lock, and without allocation per packet; the other direction's thread may release what is overdue.
/// Time comes in through the clock only.
/// </summary>
internal sealed class PacketForwarder(
    LinkDirection direction, IPacketPort from, IPacketPort to, ILinkClock clock, PacketPool pool, int poolSlots, IPacketObserver? observer)
{
    // Both bounds keep one side of the work from starving the other; 32 packets are about 0.1 ms of work.
    private const int Batch = 32;
    private const int MostAhead = 16;

    // A quarter of the least lateness that counts (LinkBounds), about what a busy owner's pause costs anyway. Five alternating downloads at
    // 1 Gbit/s on two busy processors: lateness p99 115 to 508 µs (middle 229) without rescue, 94 to 197 (middle 111) from 50 µs on, 82 to
    // 508 (middle 106) from 25 µs on.
    private const long Overdue = 25_000;
    private readonly ReleaseQueue _pending = new(poolSlots);
    private readonly SegmentTrain _train = new(pool, to.TakesTrains);
    private LinkModel? _model;
    private long _origin;
    private long _sequence;
    private int _spare = -1;
    private int _ahead = 1;
    private int _owned;
    private long _nextDue = long.MaxValue;

    public LinkCounters Counters { get; } = new();

    public LinkDirection Direction => direction;

    public int PollDescriptor => from.PollDescriptor;

    /// <summary>Earliest release after the last turn, or <see cref="long.MaxValue"/>. Safe from any thread.</summary>
    public long NextDue => Volatile.Read(ref _nextDue);

    public int PeakQueuePackets => _model?.PeakQueuePackets ?? 0;

    public long PeakQueueBytes => _model?.PeakQueueBytes ?? 0;

    /// <summary>Begins anew: packets on their way are discarded and counters cleared.</summary>
    /// <param name="model">What decides from now on.</param>
    /// <param name="origin">Its time 0, not after now.</param>
    public void Restart(LinkModel model, long origin)
    {
        Own();

        while (_pending.TryTake(long.MaxValue - 1, out var packet))
        {
            pool.Return(packet.Slot);
        }

        _model = model;
        _origin = origin;
        _sequence = 0;
        Counters.Clear();
        Disown();
    }

    /// <summary>
    /// Releases what is due and takes what has arrived, a bounded number of each. True when there may be more to do at once; false also
    /// while the other thread is at it.
    /// </summary>
    public bool Turn()
    {
        if (!TryOwn())
        {
            return false;
        }

        try
        {
            var released = Release();
            var taken = Take();
            return released == Batch || taken == Batch || (taken > 0 && _pending.NextDue <= clock.Now);
        }
        finally
        {
            Disown();
        }
    }

    /// <summary>
    /// Releases what the thread of this direction should have released by now, called by the other's, which happens to be awake: under load
    /// that one waits for a processor whose program is inside a long system call, which not even real-time priority interrupts
    /// (PREEMPT_NONE).
    /// </summary>
    public void ReleaseOverdue()
    {
        if (NextDue < clock.Now - Overdue && TryOwn())
        {
            try
            {
                Release();
            }
            finally
            {
                Disown();
            }
        }
    }

    /// <summary>
    /// When packets were dropped or damaged since the last restart. To be asked between trials: the thread waits meanwhile.
    /// </summary>
    public DropTimeline DropsOverTime()
    {
        var copy = new DropTimeline();
        Own();
        copy.CopyFrom(Counters.OverTime);
        Disown();
        return copy;
    }

    /// <summary>What waited for the rate since the last restart; null: there is none. To be asked between trials, as the drops.</summary>
    public QueueTimeline? QueueOverTime()
    {
        Own();
        var copy = _model?.QueueOverTime(clock.Now - _origin);
        Disown();
        return copy;
    }

    private void Own()
    {
        SpinWait wait = default;
        while (!TryOwn())
        {
            wait.SpinOnce();
        }
    }

    private bool TryOwn() => Interlocked.Exchange(ref _owned, 1) == 0;

    private void Disown()
    {
        Volatile.Write(ref _nextDue, _pending.NextDue);
        Volatile.Write(ref _owned, 0);
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
                // On a link without delay a whole batch would be 0.1 ms late. So a packet leaves before the next is taken, unless those
                // before it found more behind them: then two, four, up to sixteen are taken first, which can leave together.
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
            Counters.OverTime.Dropped(decision.Fate, now - _origin);
            return;
        }

        var copy = decision.CopyRelease == LinkDecision.NoCopy ? -1 : Copy(frame);
        var isDamaged = decision.CorruptBit is { } bit && IpPacket.InvertBit(frame[from.HeaderBytes..], bit);
        if (isDamaged)
        {
            Counters.Damaged();
            Counters.OverTime.Damaged(now - _origin);
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
