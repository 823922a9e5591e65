using ProtoBench.Contract;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

public sealed class BulkReceiverTests
{
    private readonly TransferMeter _meter = new();

    [Fact]
    public void Content_is_counted_once_and_duplicates_apart()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: true);
        foreach (var sequence in new long[] { 0, 1, 1, 3, 0 })
        {
            receiver.TakeContent(sequence, Payload.Create(100), now: 0);
        }

        Assert.Equal(new BulkCounts(300, 3), receiver.Received);
        Assert.Equal(2, receiver.Duplicates);
        Assert.Equal((300, 3), (_meter.Bytes, _meter.Messages));
    }

    [Fact]
    public void Datagrams_that_were_put_together_are_told_apart_and_what_follows_them_is_handed_back()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: true);
        var together = new byte[(3 * DatagramHeader.Bytes) + 100 + 30 + 16];
        new DatagramHeader(DatagramKind.Content, 100, 0).Write(together);
        Payload.Fill(together.AsSpan(16, 100));
        new DatagramHeader(DatagramKind.Content, 30, 1).Write(together.AsSpan(116));
        Payload.Fill(together.AsSpan(132, 30));
        new DatagramHeader(DatagramKind.End, 0, 5).Write(together.AsSpan(162));
        Assert.True(DatagramHeader.TryRead(together, out var header));
        ReadOnlySpan<byte> payload = together.AsSpan(DatagramHeader.Bytes);

        Assert.True(receiver.TakeTrain(ref header, ref payload, now: 0));

        Assert.Equal(new BulkCounts(130, 2), receiver.Received);
        Assert.Equal((DatagramKind.End, 5L, 16), (header.Kind, header.Id, payload.Length));
    }

    [Fact]
    public void Content_without_its_length_is_the_whole_datagram_as_older_builds_send_it()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: true);
        var header = new DatagramHeader(DatagramKind.Content, 0, 0);
        ReadOnlySpan<byte> payload = Payload.Create(100);

        Assert.False(receiver.TakeTrain(ref header, ref payload, now: 0));

        Assert.Equal(new BulkCounts(100, 1), receiver.Received);
    }

    [Fact]
    public void The_end_is_final_at_once_when_everything_has_arrived()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: false);
        receiver.TakeContent(0, new byte[100], now: 5);

        receiver.TakeEnd(new BulkCounts(100, 1), now: 5);

        Assert.True(receiver.IsFinal);
    }

    [Fact]
    public void What_the_end_has_overtaken_is_still_counted()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: false);
        receiver.TakeEnd(new BulkCounts(300, 3), now: 1_000);
        receiver.TakeContent(0, new byte[100], now: 1_050);
        receiver.TakeEnd(new BulkCounts(300, 3), now: 1_149);
        Assert.False(receiver.IsFinal);

        receiver.TakeEnd(new BulkCounts(300, 3), now: 1_150);

        Assert.True(receiver.IsFinal);
        Assert.Equal(new BulkCounts(100, 1), receiver.Received);
    }

    [Fact]
    public void A_final_count_does_not_change()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: false);
        receiver.TakeEnd(new BulkCounts(100, 1), now: 0);
        receiver.TakeEnd(new BulkCounts(100, 1), now: BulkReceiver.QuietMilliseconds);

        receiver.TakeContent(0, new byte[100], now: 200);

        Assert.Equal(default, receiver.Received);
        Assert.Equal(0, _meter.Bytes);
    }

    [Fact]
    public void Wrong_content_is_not_counted()
    {
        var receiver = new BulkReceiver(_meter, verifyContent: true);

        Assert.Throws<BadResponseException>(() => receiver.TakeContent(0, new byte[100], now: 0));

        Assert.Equal(default, receiver.Received);
    }
}
