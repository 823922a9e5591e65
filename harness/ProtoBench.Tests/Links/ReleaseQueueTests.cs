using ProtoBench.Links.Engine;
using ProtoBench.Links.Native;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class ReleaseQueueTests
{
    [Fact]
    public void Packets_come_out_by_time_and_equal_times_in_order_of_arrival()
    {
        var queue = new ReleaseQueue(1000);
        var random = new Random(1);
        var packets = Enumerable.Range(0, 1000).Select(i => new PendingPacket(random.Next(50), i, i, 100)).ToList();
        packets.ForEach(packet => queue.Add(packet));
        var taken = new List<PendingPacket>();
        while (queue.TryTake(long.MaxValue - 1, out var packet))
        {
            taken.Add(packet);
        }

        Assert.Equal(packets.OrderBy(packet => packet.Due).ThenBy(packet => packet.Sequence), taken);
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Nothing_comes_out_before_it_is_due()
    {
        var queue = new ReleaseQueue(4);
        queue.Add(new(10, 0, 0, 1));
        Assert.False(queue.TryTake(9, out _));
        Assert.Equal(10, queue.NextDue);
        Assert.True(queue.TryTake(10, out _));
        Assert.Equal(long.MaxValue, queue.NextDue);
    }

    [Fact]
    public void The_ring_wraps()
    {
        var queue = new ReleaseQueue(3);
        for (var i = 0; i < 10; i++)
        {
            queue.Add(new(i, i, i, 1));
            queue.Add(new(i, i, i, 1));
            Assert.True(queue.TryTake(i, out var first) && first.Due == i);
            Assert.True(queue.TryTake(i, out _));
        }
    }
}
