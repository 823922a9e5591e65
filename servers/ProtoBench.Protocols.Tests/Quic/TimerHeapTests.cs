
using ProtoBench.Quic.Loops;

namespace ProtoBench.Protocols.Tests.Quic;

public sealed class TimerHeapTests
{
    [Fact]
    public void Deadlines_come_out_in_order_whatever_was_set_moved_and_removed()
    {
        var heap = new TimerHeap();
        var random = new Random(7);
        var entries = Enumerable.Range(0, 300).Select(_ => new Entry()).ToArray();
        foreach (var entry in entries)
        {
            heap.Set(entry, (ulong)random.Next(1_000));
        }

        foreach (var entry in entries.Where((_, index) => index % 3 == 0))
        {
            heap.Set(entry, (ulong)random.Next(1_000));
        }

        foreach (var entry in entries.Where((_, index) => index % 5 == 0))
        {
            heap.Remove(entry);
        }

        var expected = entries.Where((_, index) => index % 5 != 0).Select(entry => entry.Deadline).Order().ToArray();
        var actual = new List<ulong>();
        while (heap.Count > 0)
        {
            actual.Add(heap.Earliest);
            heap.Remove(heap.First);
        }

        Assert.Equal(expected, actual);
        Assert.Equal(ulong.MaxValue, heap.Earliest);
    }

    [Fact]
    public void Removing_twice_does_nothing()
    {
        var heap = new TimerHeap();
        var entry = new Entry();
        heap.Set(entry, 5);

        heap.Remove(entry);
        heap.Remove(entry);

        Assert.Equal(0, heap.Count);
    }

    private sealed class Entry : TimerHeap.Entry;
}
