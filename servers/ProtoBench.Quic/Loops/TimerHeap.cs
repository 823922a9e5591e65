namespace ProtoBench.Quic.Loops;

/// <summary>
/// An indexed binary heap of deadlines: each entry knows its place, so moving one costs O(log n) and a wake-up costs no scan.
/// </summary>
internal sealed class TimerHeap
{
    private Entry[] _heap = new Entry[16];

    public int Count { get; private set; }

    /// <summary>The earliest deadline in nanoseconds, or <see cref="ulong.MaxValue"/>.</summary>
    public ulong Earliest => Count == 0 ? ulong.MaxValue : _heap[0].Deadline;

    /// <summary>The entry of the earliest deadline. Only when <see cref="Count"/> is not 0.</summary>
    public Entry First => _heap[0];

    public void Set(Entry entry, ulong deadline)
    {
        if (entry.Index < 0)
        {
            if (Count == _heap.Length)
            {
                Array.Resize(ref _heap, Count * 2);
            }

            entry.Deadline = deadline;
            Place(entry, Count++);
            Up(entry.Index);
            return;
        }

        var earlier = deadline < entry.Deadline;
        entry.Deadline = deadline;
        if (earlier)
        {
            Up(entry.Index);
        }
        else
        {
            Down(entry.Index);
        }
    }

    public void Remove(Entry entry)
    {
        var index = entry.Index;
        if (index < 0)
        {
            return;
        }

        entry.Index = -1;
        var last = _heap[--Count];
        _heap[Count] = null!;
        if (last != entry)
        {
            Place(last, index);
            Up(index);
            Down(last.Index);
        }
    }

    private void Place(Entry entry, int index)
    {
        _heap[index] = entry;
        entry.Index = index;
    }

    private void Up(int index)
    {
        var entry = _heap[index];
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (_heap[parent].Deadline <= entry.Deadline)
            {
                break;
            }

            Place(_heap[parent], index);
            index = parent;
        }

        Place(entry, index);
    }

    private void Down(int index)
    {
        var entry = _heap[index];
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && _heap[child + 1].Deadline < _heap[child].Deadline)
            {
                child++;
            }

            if (entry.Deadline <= _heap[child].Deadline)
            {
                break;
            }

            Place(_heap[child], index);
            index = child;
        }

        Place(entry, index);
    }

    /// <summary>Base of what can have a deadline.</summary>
    internal abstract class Entry
    {
        internal int Index { get; set; } = -1;

        internal ulong Deadline { get; set; }
    }
}
