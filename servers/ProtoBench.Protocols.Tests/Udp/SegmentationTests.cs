using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

/// <summary>Bulk transfers of datagrams that the kernel cuts, or does not.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SegmentationTests
{
    [Theory]
    [InlineData(true, IoMode.Async, 1_400)]
    [InlineData(true, IoMode.Blocking, 1)]
    [InlineData(true, IoMode.Async, 40_000)]
    [InlineData(false, IoMode.Async, 1_400)]
    [InlineData(false, IoMode.Blocking, 1_400)]
    public async Task Every_datagram_is_counted_once_whoever_cuts_them(bool segmentation, IoMode io, int messageBytes)
    {
        var settings = new EndpointSettings
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Io = io,
            Segmentation = segmentation,
            VerifyContent = true,
        };
        var protocol = ProtocolCatalog.Find("udp")!;
        await using var server = await protocol.ListenAsync(settings, Limits.Token());
        foreach (var upload in new[] { true, false })
        {
            await using var connection = await Limits.Apart(
                () => protocol.ConnectAsync(settings with { EndPoint = server.EndPoint }, Limits.Token()).AsTask());

            // 50 datagrams more than fit one call, the last a short one (or none, of one byte), slowly enough that none is lost.
            var total = (114L * messageBytes) - (messageBytes / 2);
            var transfer = new Transfer
            {
                MessageBytes = messageBytes,
                TotalBytes = total,
                MessagesPerSecond = 20_000,
                Meter = new TransferMeter(),
            };
            var totals = await Limits.Apart(async () => upload
                ? await connection.UploadAsync(transfer, CancellationToken.None, Limits.Token())
                : await connection.DownloadAsync(transfer, CancellationToken.None, Limits.Token()));

            Assert.Equal((total, 114L), (totals.BytesSent, totals.MessagesSent!.Value));
            Assert.Equal(totals.MessagesReceived, transfer.Meter.Messages - (upload ? totals.MessagesLost : 0));
            Assert.InRange(totals.MessagesLost!.Value, 0, 113);
            Assert.Equal(
                segmentation ? "by the kernel (UDP_SEGMENT, UDP_GRO)" : "off (sendmmsg, recvmmsg)",
                connection.Facts.More[Segmentation.FactName]);
            Assert.Equal(0, ((IDatagramConnection)connection).DuplicateReplies);
        }
    }

    [Fact]
    public async Task Segments_that_are_larger_than_a_packet_of_the_path_are_sent_one_by_one()
    {
        // Fragments are what the kernel refuses to cut: a route of its own with a small MTU is what loopback cannot have, so the packet is
        // larger than any.
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver.LocalEndPoint!);
        using var train = new ContentTrain(sender, null, 40_000, segments: true);

        Assert.False(train.Segments);
        Assert.Equal(2, train.Send(7, 2, 10));

        var buffer = new byte[65_536];
        Assert.Equal(40_016, await receiver.ReceiveAsync(buffer.AsMemory(), Limits.Token()));
        Assert.True(DatagramHeader.TryRead(buffer, out var first));
        Assert.Equal(new DatagramHeader(DatagramKind.Content, 40_000, 7), first);
        Assert.Equal(26, await receiver.ReceiveAsync(buffer.AsMemory(), Limits.Token()));
        Assert.True(DatagramHeader.TryRead(buffer, out var second));
        Assert.Equal(new DatagramHeader(DatagramKind.Content, 10, 8), second);
    }

    [Fact]
    public void A_closed_socket_is_not_written_to()
    {
        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(new IPEndPoint(IPAddress.Loopback, 9));
        using var train = new ContentTrain(sender, null, 100, segments: true);
        sender.Dispose();

        Assert.Throws<ObjectDisposedException>(() => train.Send(0, 1, 100));
    }
}
