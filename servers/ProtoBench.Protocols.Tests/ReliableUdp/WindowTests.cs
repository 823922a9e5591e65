using ProtoBench.Protocols.ReliableUdp;

namespace ProtoBench.Protocols.Tests.ReliableUdp;

/// <summary>What is received, acknowledged, and taken for lost.</summary>
public sealed class WindowTests
{
    [Fact]
    public void A_sequence_is_new_once()
    {
        var received = new ReceiveWindow();

        Assert.True(received.TryAdd(0, 1));
        Assert.False(received.TryAdd(0, 2));
        Assert.Equal((1, 2, UInt128.Zero), (received.Next, received.Newest, received.Beyond));
    }

    [Fact]
    public void What_comes_ahead_is_told_beside_what_is_missing()
    {
        var received = new ReceiveWindow();
        foreach (var sequence in new[] { 2, 1, 4 })
        {
            Assert.True(received.TryAdd(sequence, sequence));
        }

        Assert.Equal((0, (UInt128)0b10110), (received.Next, received.Beyond));
        Assert.True(received.TryAdd(0, 5));
        Assert.Equal((3, (UInt128)0b10), (received.Next, received.Beyond));
        Assert.False(received.TryAdd(4, 6));
    }

    [Fact]
    public void What_is_beyond_the_window_is_not_taken()
    {
        var received = new ReceiveWindow();

        Assert.True(received.TryAdd(SendWindow.Size - 1, 1));
        Assert.False(received.TryAdd(SendWindow.Size, 2));
        Assert.Equal(UInt128.One << (SendWindow.Size - 1), received.Beyond);
    }

    [Fact]
    public void A_window_of_packets_is_under_way_and_no_more()
    {
        var sent = Sending(SendWindow.Size);

        Assert.True(sent.IsFull);
        Assert.True(sent.Acknowledge(Of(next: 1, newest: 1), out _));
        Assert.False(sent.IsFull);
        Assert.True(sent.Acknowledge(Of(next: SendWindow.Size, newest: SendWindow.Size), out _));
        Assert.True(sent.IsEmpty);
    }

    [Fact]
    public void A_round_trip_is_measured_from_the_transmission_that_was_answered()
    {
        var sent = Sending(2);

        Assert.True(sent.Acknowledge(Of(next: 2, newest: 2), out var sentAt));
        Assert.Equal(1_001, sentAt);
        Assert.False(sent.Acknowledge(Of(next: 2, newest: 2), out sentAt));
        Assert.Equal(0, sentAt);
    }

    /// <summary>The answer is to the first transmission, whichever came later: Karn's ambiguity is none here.</summary>
    [Fact]
    public void The_answer_to_an_earlier_transmission_is_no_sample()
    {
        var sent = Sending(1);
        sent.Stamp(sent.FindLongestWaiting()!, 5_000);

        Assert.True(sent.Acknowledge(Of(next: 1, newest: 1), out var sentAt));
        Assert.Equal(0, sentAt);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_packet_is_lost_when_three_that_were_sent_later_have_arrived(int later, bool isLost)
    {
        var sent = Sending(5);
        var received = new ReceiveWindow();
        for (var sequence = 1; sequence <= later; sequence++)
        {
            received.TryAdd(sequence, sequence + 1);
        }

        sent.Acknowledge(Of(received), out _);
        var lost = sent.FindOvertaken();
        Assert.Equal(isLost, lost is not null);
        if (lost is not null)
        {
            Assert.Equal(0, lost.Sequence);
            sent.Stamp(lost, 9_000);
            Assert.Null(sent.FindOvertaken());
        }
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_ignored()
    {
        var sent = Sending(2);

        Assert.False(sent.Acknowledge(Of(next: 3, newest: 1), out _));
        Assert.False(sent.Acknowledge(Of(next: 1, newest: 3), out _));
        Assert.Equal(0, sent.FindLongestWaiting()!.Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xffff_fff0)]
    [InlineData(0x1_0000_0010)]
    [InlineData(0x5_7fff_ffff)]
    public void Counters_are_whole_again_near_what_is_known(long known)
    {
        foreach (var distance in new[] { -100, -1, 0, 1, 100_000 })
        {
            Assert.Equal(known + distance, PacketHeader.Whole((uint)(known + distance), known));
        }
    }

    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        var packet = new byte[PacketHeader.Bytes + MessageHeader.Bytes];
        var header = new PacketHeader(PacketKind.Message, MessageKind.Credit, 0xfedc_ba98, 1, 2, 3, 4, UInt128.MaxValue - 5);
        var message = new MessageHeader(MessageKind.Credit, long.MaxValue - 1, long.MaxValue - 2, 7, 8);
        header.Write(packet);
        message.Write(packet.AsSpan(PacketHeader.Bytes));

        Assert.True(PacketHeader.TryRead(packet, out var read));
        Assert.Equal(header, read);
        Assert.Equal(message, MessageHeader.Read(read.Message, packet.AsSpan(PacketHeader.Bytes)));
        Assert.False(PacketHeader.TryRead(packet.AsSpan(0, packet.Length - 1), out _));
        packet[3] = 1;
        Assert.False(PacketHeader.TryRead(packet, out _));
    }

    // Packet i was sent at 1,000 + i, as transmission i + 1.
    private static SendWindow Sending(int count)
    {
        var sent = new SendWindow();
        for (var i = 0; i < count; i++)
        {
            Assert.False(sent.IsFull);
            var packet = sent.Prepare();
            sent.Begin(packet);
            sent.Stamp(packet, 1_000 + i);
        }

        return sent;
    }

    private static PacketHeader Of(uint next, uint newest) => new(PacketKind.Acknowledgement, default, 1, 0, 0, next, newest, 0);

    private static PacketHeader Of(ReceiveWindow received) => new(
        PacketKind.Acknowledgement, default, 1, 0, 0, (uint)received.Next, (uint)received.Newest, received.Beyond);
}
