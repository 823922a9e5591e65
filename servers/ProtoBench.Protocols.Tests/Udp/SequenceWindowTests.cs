using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

public sealed class SequenceWindowTests
{
    [Fact]
    public void Every_number_is_new_once()
    {
        var window = new SequenceWindow();
        foreach (var sequence in new long[] { 0, 2, 1, 200_000, 199_999, 1_000_000 })
        {
            Assert.True(window.TryAdd(sequence), $"{sequence} is new");
            Assert.False(window.TryAdd(sequence), $"{sequence} is a duplicate");
        }
    }

    [Fact]
    public void Places_are_free_again_when_the_window_has_slid_by()
    {
        var window = new SequenceWindow();
        for (long sequence = 0; sequence < 3 * SequenceWindow.Size; sequence++)
        {
            Assert.True(window.TryAdd(sequence));
        }

        Assert.False(window.TryAdd((3 * SequenceWindow.Size) - 1));
    }

    [Fact]
    public void The_oldest_number_of_the_window_is_told_apart_and_older_ones_are_not_counted()
    {
        var window = new SequenceWindow();
        Assert.True(window.TryAdd(SequenceWindow.Size + 9));

        Assert.True(window.TryAdd(10));
        Assert.False(window.TryAdd(9));
        Assert.False(window.TryAdd(-1));
    }
}
