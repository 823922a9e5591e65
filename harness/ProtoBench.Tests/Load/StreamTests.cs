using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Stream;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class StreamTests
{
    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("stream");

    private static readonly Workload Talk = new() { Name = "talk", Kind = "stream" };

    [Theory]
    [InlineData("http1", IoMode.Async, null, null, 64, "http1 has no streams that carry messages in both directions")]
    [InlineData("udp", IoMode.Async, null, null, 64, "udp has no streams that carry messages in both directions")]
    [InlineData("tcp", IoMode.Blocking, null, null, 64, "blocking tcp has no streams of messages")]
    [InlineData("tcp", IoMode.Async, null, 10, 64, "a stream takes a connection of tcp for itself, so that no second one follows it; "
        + "leave 'messages' out")]
    [InlineData("http2", IoMode.Async, null, 10, 0, null)]
    [InlineData("tcp", IoMode.Async, null, null, 0, null)]
    public void What_a_protocol_lacks_for_it_is_told(
        string protocol, IoMode io, StreamWay? way, int? messages, int bytes, string? reason)
    {
        var workload = Talk with { Way = way, Messages = messages, RequestBytes = bytes, ResponseBytes = bytes };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Theory]
    [InlineData(StreamWay.Down, null, 64, 1, true, "a message one way has no answer that a closed loop could wait for; give a rate: open")]
    [InlineData(StreamWay.Up, 5, 64, 1, false, "streams that end are for messages in turns; leave 'messages' out, or 'way'")]
    [InlineData(StreamWay.Up, null, 64, 65, false, "at most 64 streams carry messages one way, not 65: set in-flight")]
    [InlineData(StreamWay.Up, null, 31, 1, false, "a message one way carries 32 B of times, and 31 B have no room for them")]
    [InlineData(StreamWay.Down, null, 32, 64, false, null)]
    [InlineData(StreamWay.Both, 5, 0, 1, true, null)]
    public void Messages_one_way_need_a_rate_and_room_for_their_times(
        StreamWay way, int? messages, int bytes, int streams, bool closed, string? reason)
    {
        var workload = Talk with { Way = way, Messages = messages, RequestBytes = bytes, ResponseBytes = bytes };
        var load = closed ? PlanCase.Closed(streams) : PlanCase.Open(100, streams);
        Assert.Equal(
            reason, PlanCase.Cell(new ProtocolTraits { MessageStreams = true, Multiplexed = true }, workload, load).NotApplicable);
    }

    [Fact]
    public void An_order_is_read_as_it_was_written()
    {
        var order = new StreamOrder(StreamWay.Down, 1, 64, 250.5, ArrivalLaw.Poisson, ulong.MaxValue, 3, 5_000_000_000);
        Assert.Equal(order, StreamOrder.Read(order.ToMessage()));
        Assert.Throws<InvalidDataException>(() => StreamOrder.Read(order.ToMessage().AsSpan(1)));
        Assert.Throws<InvalidDataException>(() => StreamOrder.Read((order with { Rate = double.NaN }).ToMessage()));
        Assert.Throws<InvalidDataException>(() => StreamOrder.Read((order with { ResponseBytes = 31 }).ToMessage()));
        Assert.Throws<InvalidDataException>(() => StreamOrder.Read((order with { RequestBytes = -1 }).ToMessage()));
    }

    [Fact]
    public void The_receiver_counts_from_when_a_message_was_due_and_says_how_late_the_sender_was()
    {
        var tally = new OneWayTally();
        tally.Add(new OneWayStamp(100, 100, true, 0), 150, limit: 1000);
        tally.Add(new OneWayStamp(1_000, 1_010, true, 5_000), 1_060, limit: 1000);
        tally.Add(new OneWayStamp(2_000, 2_500, false, 5_000), 3_100, limit: 1000);
        tally.Add(new OneWayStamp(7_000, 7_000, true, 0), 7_050, limit: 1000);

        var told = OneWayTally.OfMessage(tally.ToMessage());
        Assert.Equal((2, 60, 1_100), (told.Response.Count, told.Response.Minimum, told.Response.Maximum));
        Assert.Equal((50, 600), (told.Service.Minimum, told.Service.Maximum));
        Assert.Equal((10, 500), (told.SendLateness.Minimum, told.SendLateness.Maximum));
        Assert.Equal((1, 10), (told.Pacing.Count, told.Pacing.Maximum));
        Assert.Equal((2, 910, 2_040), (told.Between.Count, told.Between.Minimum, told.Between.Maximum));
        Assert.Equal((1, 2), (told.Late, told.InWindow));
        Assert.Equal((10, 500), told.Waiting);
    }

    [Fact]
    public void An_account_that_is_none_is_a_wrong_answer()
    {
        Assert.Throws<BadResponseException>(() => OneWayTally.OfMessage(new byte[3]));
        Assert.Throws<BadResponseException>(() => OneWayTally.OfMessage(new byte[64]));
        var cut = new OneWayTally().ToMessage();
        cut[OneWayStamp.Bytes + 1] = (byte)'!';
        Assert.Throws<BadResponseException>(() => OneWayTally.OfMessage(cut));
    }

    [Theory]
    [InlineData(StreamWay.Both, null, "64 B there and 32 B back in turns on an open stream")]
    [InlineData(null, 5, "64 B there and 32 B back in turns, 5 messages on a stream")]
    [InlineData(StreamWay.Down, null, "messages of 32 B from server to client on an open stream")]
    [InlineData(StreamWay.Up, null, "messages of 64 B from client to server on an open stream")]
    public void It_says_what_it_sends(StreamWay? way, int? messages, string text) => Assert.Equal(
        text, Kind.Describe(Talk with { Way = way, Messages = messages, ResponseBytes = 32 }));
}
