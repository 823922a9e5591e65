namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>
/// The header fields that a peer has added (RFC 7541, 2.3.2), newest first. Their octets lie one behind the other in a block twice as large
/// as the table, which is moved together when its end is reached.
/// </summary>
internal sealed class DynamicTable(int mostBytes)
{
    // RFC 7541, 4.1: what an entry counts beside its octets.
    private const int EntryOverhead = 32;

    private readonly byte[] _octets = new byte[2 * mostBytes];
    private readonly Entry[] _ring = new Entry[(mostBytes / EntryOverhead) + 1];
    private int _oldest;
    private readonly int _most = mostBytes;
    private int _limit = mostBytes;
    private int _end;

    public int Count { get; private set; }

    /// <summary>As RFC 7541, 4.1 counts it.</summary>
    public int Size { get; private set; }

    /// <param name="index">0 is the newest.</param>
    public ReadOnlySpan<byte> Name(int index)
    {
        ref var entry = ref At(index);
        return _octets.AsSpan(entry.Offset, entry.NameBytes);
    }

    public ReadOnlySpan<byte> Value(int index)
    {
        ref var entry = ref At(index);
        return _octets.AsSpan(entry.Offset + entry.NameBytes, entry.ValueBytes);
    }

    /// <summary>Sets the limit and drops what no longer fits; false: it is more than was agreed.</summary>
    public bool TryResize(int limit)
    {
        if (limit > _most)
        {
            return false;
        }

        _limit = limit;
        Evict(0);
        return true;
    }

    /// <summary>Adds a field, whose octets do not lie in this table. One that is larger than the table empties it (4.4).</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var octets = name.Length + value.Length;
        var size = octets + EntryOverhead;
        Evict(size);
        if (size > _limit)
        {
            return;
        }

        if (_end + octets > _octets.Length)
        {
            MoveTogether();
        }

        _ring[(_oldest + Count) % _ring.Length] = new Entry { Offset = _end, NameBytes = name.Length, ValueBytes = value.Length };
        name.CopyTo(_octets.AsSpan(_end));
        value.CopyTo(_octets.AsSpan(_end + name.Length));
        _end += octets;
        Count++;
        Size += size;
    }

    private ref Entry At(int index) => ref _ring[(_oldest + Count - 1 - index) % _ring.Length];

    private void Evict(int coming)
    {
        while (Count > 0 && Size + coming > _limit)
        {
            ref var oldest = ref _ring[_oldest];
            Size -= oldest.NameBytes + oldest.ValueBytes + EntryOverhead;
            _oldest = (_oldest + 1) % _ring.Length;
            Count--;
        }

        if (Count == 0)
        {
            _end = 0;
        }
    }

    private void MoveTogether()
    {
        // Not when empty: then the end is the beginning, and everything that fits the table fits the block.
        var begin = _ring[_oldest].Offset;
        _octets.AsSpan(begin, _end - begin).CopyTo(_octets);
        for (var i = 0; i < Count; i++)
        {
            _ring[(_oldest + i) % _ring.Length].Offset -= begin;
        }

        _end -= begin;
    }

    private struct Entry
    {
        public int Offset;
        public int NameBytes;
        public int ValueBytes;
    }
}
