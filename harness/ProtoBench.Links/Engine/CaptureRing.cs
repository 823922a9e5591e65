using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;

namespace ProtoBench.Links.Engine;

/// <summary>Packets between one engine thread, which never waits, and the writer. Full means the packet is counted and left out.</summary>
internal sealed class CaptureRing
{
    // 16 MiB: 8,192 full packets, 80 ms at the 100,000 packets a second the emulator is meant for.
    private const int Capacity = 8192;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity * PacketPool.SlotBytes);
    private readonly Entry[] _entries = new Entry[Capacity];
    private long _written;
    private long _read;
    private long _dropped;

    public long Dropped => Volatile.Read(ref _dropped);

    public long Recorded => Volatile.Read(ref _written);

    /// <summary>Time of the oldest packet, or <see cref="long.MaxValue"/>.</summary>
    public long NextTime => _read == Volatile.Read(ref _written) ? long.MaxValue : _entries[_read % Capacity].Time;

    /// <summary>Called by the engine's thread only.</summary>
    public void Add(long time, ReadOnlySpan<byte> frame, in LinkDecision decision)
    {
        if (_written - Volatile.Read(ref _read) == Capacity)
        {
            _dropped++;
            return;
        }

        var index = (int)(_written % Capacity);
        frame.CopyTo(_bytes.AsSpan(index * PacketPool.SlotBytes));
        _entries[index] = new Entry(time, frame.Length, decision);
        Volatile.Write(ref _written, _written + 1);
    }

    /// <summary>
    /// The oldest packet; valid until <see cref="Remove"/>. Called by the writer only, when <see cref="NextTime"/> says there is one.
    /// </summary>
    public ReadOnlySpan<byte> Peek(out LinkDecision decision)
    {
        var index = (int)(_read % Capacity);
        decision = _entries[index].Decision;
        return _bytes.AsSpan(index * PacketPool.SlotBytes, _entries[index].Length);
    }

    public void Remove() => Volatile.Write(ref _read, _read + 1);

    private readonly record struct Entry(long Time, int Length, LinkDecision Decision);
}
