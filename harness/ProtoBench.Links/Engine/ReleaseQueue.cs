using ProtoBench.Links.Native;

namespace ProtoBench.Links.Engine;

/// <summary>
/// Packets by release time, equal times in order of arrival. Links that keep the order only use the ring, at constant cost; a packet that
/// overtakes goes to a heap.
/// </summary>
internal sealed class ReleaseQueue(int capacity)
{
    private readonly PendingPacket[] _ring = new PendingPacket[capacity];
    private readonly PriorityQueue<PendingPacket, (long Due, long Sequence)> _overtaking = new(capacity);
    private int _head;
    private int _count;

    public bool IsEmpty => _count == 0 && _overtaking.Count == 0;

    /// <summary>Earliest release time, or <see cref="long.MaxValue"/>.</summary>
    public long NextDue
    {
        get
        {
            var due = _count == 0 ? long.MaxValue : _ring[_head].Due;
            return _overtaking.TryPeek(out var packet, out _) ? Math.Min(due, packet.Due) : due;
        }
    }

    /// <summary>Adds a packet; the pool bounds how many there can be.</summary>
    public void Add(in PendingPacket packet)
    {
        if (_count == 0 || packet.Due >= _ring[(_head + _count - 1) % _ring.Length].Due)
        {
            _ring[(_head + _count) % _ring.Length] = packet;
            _count++;
        }
        else
        {
            _overtaking.Enqueue(packet, (packet.Due, packet.Sequence));
        }
    }

    /// <summary>Takes the earliest packet if it is due.</summary>
    public bool TryTake(long now, out PendingPacket packet)
    {
        packet = default;
        if (NextDue > now)
        {
            return false;
        }

        if (_overtaking.TryPeek(out var overtaking, out _) && (_count == 0 || IsBefore(overtaking, _ring[_head])))
        {
            packet = _overtaking.Dequeue();
            return true;
        }

        packet = _ring[_head];
        _head = (_head + 1) % _ring.Length;
        _count--;
        return true;
    }

    private static bool IsBefore(in PendingPacket left, in PendingPacket right) =>
        left.Due != right.Due ? left.Due < right.Due : left.Sequence < right.Sequence;
}
