using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads.Stream;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>What a hundredth of the messages one way wait for.</summary>
public sealed class StreamsExplainedTests
{
    private static readonly RecordedArm Http2 = new()
    {
        Workload = new Workload { Name = "down", Kind = "stream", Way = StreamWay.Down },
        Shared = true,
        Connections = 1,
        InFlight = 16,
        PerConnection = 16,
        OverTcp = true,
        Rate = 800,
        P50 = 10_200,
        P99 = 30_200,
        PacketsLost = 0.001,
        RoundTrip = 20_000,
    };

    /// <summary>
    /// One of a thousand is lost, and comes again a round trip after three more have come in 3.75 ms. The nine that make a hundredth with
    /// it come in 11.25 ms, and the last of them waits for the rest.
    /// </summary>
    [Fact]
    public void On_one_tcp_connection_the_messages_of_all_streams_wait_for_a_lost_one()
    {
        var part = Assert.Single(Parts(Http2));
        Assert.Equal((KnownPart.P99, "waiting for lost messages"), (part.Figure, part.Cause));
        Assert.Equal(12_500, part.Part, 3);
        Assert.Equal(
            "the link dropped 0.10 % of the packets, one that is lost comes 23.8 ms late, and 800/s come in one order (16 streams on a TCP "
                + "connection): a hundredth waits for 12.5 ms or more",
            part.How);

        // No longer than what was measured.
        Assert.Equal(7_700, Assert.Single(Parts(Http2 with { P99 = 17_900 })).Part, 3);
    }

    [Fact]
    public void On_streams_of_their_own_too_few_wait_to_decide_a_p99()
    {
        var part = Assert.Single(Parts(Http2 with { OverTcp = false }));
        Assert.Equal(0, part.Part);
        Assert.Equal(
            "the link dropped 0.10 % of the packets, one that is lost comes 23.8 ms late, and 50.0/s come in one order: fewer than a "
                + "hundredth wait for one",
            part.How);

        // A connection each is an order each too; where more is lost, those alone that are lost are a hundredth.
        Assert.Equal(0, Assert.Single(Parts(Http2 with { PerConnection = 1 })).Part);
        Assert.Equal(20_000, Assert.Single(Parts(Http2 with { OverTcp = false, PacketsLost = 0.01 })).Part);
        Assert.Equal(0, Assert.Single(Parts(Http2 with { PacketsLost = 0 })).Part);
    }

    /// <summary>Of 50 a second on a connection three take 60 ms: a probe is sent after 40, and QUIC needs one and 2.5 ms.</summary>
    [Fact]
    public void Where_little_is_sent_a_lost_message_is_missed_later_over_tcp()
    {
        var alone = Http2 with { PerConnection = 1, PacketsLost = 0.02, P99 = 100_000 };

        Assert.Equal(60_000, Assert.Single(Parts(alone)).Part, 3);
        Assert.Equal(42_500, Assert.Single(Parts(alone with { OverTcp = false })).Part, 3);
    }

    [Fact]
    public void What_was_late_when_it_was_sent_did_not_wait_for_lost_ones()
    {
        var (late, waited) = (Parts(Http2 with { LateP99 = 15_000 })[0], Parts(Http2 with { LateP99 = 15_000 })[1]);
        Assert.Equal(("late to be sent", 15_000), (late.Cause, late.Part));
        Assert.Equal("a hundredth of its messages was handed to the stream 15.0 ms or more after it was due", late.How);
        Assert.Equal(5_000, waited.Part);
    }

    [Fact]
    public void Nothing_is_said_of_turns_nor_where_nobody_counts_packets()
    {
        Assert.Empty(Parts(Http2 with { PacketsLost = null }));
        Assert.Empty(Parts(Http2 with { RoundTrip = null }));
        Assert.Empty(Parts(Http2 with { Workload = Http2.Workload with { Way = StreamWay.Both } }));
        Assert.Empty(Parts(Http2 with { P99 = null }));
    }

    private static List<KnownPart> Parts(RecordedArm arm) => [.. new StreamKind().PartsOf(arm)];
}
