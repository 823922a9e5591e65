using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

public sealed class ReceiveTurnTests
{
    [Fact]
    public void A_turn_ends_after_many_datagrams_that_had_come_and_another_begins()
    {
        var turn = default(ReceiveTurn);
        var ends = Enumerable.Range(1, 3 * ReceiveTurn.Most).Where(_ => turn.IsOver(hasCome: true)).ToArray();

        Assert.InRange(ends.Length, 2, 3);
        Assert.Equal(ReceiveTurn.Most, ends[0]);
    }

    [Fact]
    public void Who_waits_has_left_the_thread_to_others_and_begins_anew()
    {
        var turn = default(ReceiveTurn);
        for (var i = 0; i < 5 * ReceiveTurn.Most; i++)
        {
            Assert.False(turn.IsOver(hasCome: i % ReceiveTurn.Most != 0));
        }
    }
}
