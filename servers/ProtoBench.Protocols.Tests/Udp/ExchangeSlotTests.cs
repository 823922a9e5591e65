using ProtoBench.Contract;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

public sealed class ExchangeSlotTests
{
    [Fact]
    public async Task A_reply_completes_its_exchange_and_the_same_again_is_a_duplicate()
    {
        var slot = new ExchangeSlot(3);
        var id = IdOf(slot.Begin([], 5));
        Assert.Equal(3, ExchangeSlot.IndexOf(id));

        Assert.Equal(ReplyFate.Expected, slot.TakeReply(id, Payload.Create(5), verifyContent: true));
        Assert.Equal(ReplyFate.Duplicate, slot.TakeReply(id, Payload.Create(5), verifyContent: true));
        await slot.Completion;
    }

    [Fact]
    public async Task A_reply_to_an_exchange_that_was_given_up_is_late()
    {
        var slot = new ExchangeSlot(0);
        var id = IdOf(slot.Begin([], 5));
        slot.Fail(new OperationCanceledException());

        Assert.Equal(ReplyFate.Late, slot.TakeReply(id, Payload.Create(5), verifyContent: true));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await slot.Completion);
    }

    [Fact]
    public void Old_replies_are_told_apart_while_a_later_exchange_is_under_way()
    {
        var slot = new ExchangeSlot(0);
        var answered = IdOf(slot.Begin([], 0));
        slot.TakeReply(answered, [], verifyContent: true);
        var givenUp = IdOf(slot.Begin([], 0));
        slot.Fail(new OperationCanceledException());
        var current = IdOf(slot.Begin([], 0));

        Assert.Equal(ReplyFate.Duplicate, slot.TakeReply(answered, [], verifyContent: true));
        Assert.Equal(ReplyFate.Late, slot.TakeReply(givenUp, [], verifyContent: true));
        Assert.Equal(ReplyFate.Expected, slot.TakeReply(current, [], verifyContent: true));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_reply_of_another_length_is_a_bad_response(int bytes)
    {
        var slot = new ExchangeSlot(0);
        var id = IdOf(slot.Begin([], 5));

        slot.TakeReply(id, Payload.Create(bytes), verifyContent: false);

        await Assert.ThrowsAsync<BadResponseException>(async () => await slot.Completion);
    }

    private static long IdOf(ReadOnlyMemory<byte> datagram)
    {
        Assert.True(DatagramHeader.TryRead(datagram.Span, out var header));
        return header.Id;
    }
}
