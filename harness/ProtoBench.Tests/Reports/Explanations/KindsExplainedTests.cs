using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads.Copies;
using ProtoBench.Load.Workloads.DeadPeer;
using ProtoBench.Load.Workloads.Frames;
using ProtoBench.Load.Workloads.Mixed;
using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Load.Workloads.Page;
using ProtoBench.Load.Workloads.Push;
using ProtoBench.Load.Workloads.Reconnect;
using ProtoBench.Load.Workloads.SlowReader;
using ProtoBench.Load.Workloads.Unreachable;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>From what trials of each kind record to what a report says of it.</summary>
public sealed class KindsExplainedTests
{
    [Fact]
    public void Six_connections_that_take_turns_explain_a_page_by_their_round_trips()
    {
        var explanation = Explained("p50", "http2", new Workload
        {
            Name = "icons",
            Kind = "page",
            LoadedObjects = [new ObjectCount(24, 4_000)],
            Connections = 6,
        }, "wan-40ms", ("http1", 161_000, Figures((PageKind.Predicted, 4))), ("http2", 41_500, Figures((PageKind.Predicted, 1))));
        Assert.Equal((ExplanationOutcome.Explained, "round trips"), (explanation.Outcome, explanation.Causes[0]));
        Assert.StartsWith(
            "By prediction it takes 4 round trips of 40.1 ms (⌈24 ÷ 6⌉ for 24 objects over 6 connections that carry one at a time); "
                + "of http2, by "
                + "prediction it takes 1 round trip of 40.1 ms (24 objects at once on one connection). That accounts for all of the ",
            explanation.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cold_object_is_explained_by_handshakes_slow_start_and_a_window_that_opens_late()
    {
        var explanation = Explained(
            "p50",
            "http2",
            new Workload { Name = "cold", Kind = "objects", ResponseBytes = 1_000_000, Fresh = true },
            "wan-40ms",
            ("tcp", 444_000, Figures((ObjectsKind.Taken, 9.6), (ObjectsKind.Predicted, 8), (ObjectsKind.Windowed, 10), Trip)),
            ("http2", 242_000, Figures((ObjectsKind.Taken, 6), (ObjectsKind.Predicted, 6), Trip)));
        Assert.Equal(["round trips", "receiver's window"], explanation.Causes);
        Assert.StartsWith(
            "By prediction it takes 8 round trips of 40.0 ms (TCP, then 7 for 1 MB in slow start); of http2, by prediction it takes 6",
            explanation.Sentences[0],
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Of 1.6 round trips beyond those of slow start the window of the receiver, which opens after what was read, explains up "
                + "to 1.6; of "
                + "http2, no round trip beyond those of slow start is the receiver's. That accounts for 32 % of the ",
            explanation.Sentences[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Small_exchanges_wait_for_a_large_one_where_a_connection_carries_one_at_a_time()
    {
        var workload = new Workload { Name = "behind-large", Kind = "mixed" };
        var (turns, shares) = (("http1", 1_000.0, Large(950)), ("http2", 200.0, Large(1_500)));
        var explanation = Explained("p50", "http2", workload, "loopback", turns, shares);
        Assert.Equal((ExplanationOutcome.Explained, "waiting for a turn"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.StartsWith(
            "A connection carries one exchange at a time, and each waits for one of large, which takes 950 µs with its own wait; of http2, "
                + "exchanges of large are under way on the connection at the same time.",
            explanation.Sentences[0],
            StringComparison.Ordinal);

        // Whoever has connections of its own waits for nobody; and processor time that goes into others is not that of the small ones.
        var own = workload with { Parts = [new MixedPart { Name = "small" }, new MixedPart { Name = "bulk", OwnConnections = true }] };
        Assert.Empty(Explained("p50", "http2", own, "loopback", turns, shares).Causes);
    }

    [Fact]
    public void A_shared_connection_that_ends_one_small_exchange_for_each_large_one_carries_them_in_turn_too()
    {
        var workload = new Workload { Name = "behind-large", Kind = "mixed" };
        var explanation = Explained(
            "p50", "http2", workload, "loopback", ("grpc", 2_800, Goodput(290, 2_790)), ("http2", 200, Goodput(500, 1_900)));
        Assert.Equal("waiting for a turn", Assert.Single(explanation.Causes));
        Assert.StartsWith(
            "The connection can carry several at once and does not: for each of large that ends, 290/s, one small exchange ends, "
                + "and takes as "
                + "long (2.79 ms); of http2, exchanges of large are under way on the connection at the same time.",
            explanation.Sentences[0],
            StringComparison.Ordinal);

        // An exchange of large takes 1,048,640 B with its request.
        static Func<Measurement, Measurement> Goodput(double perSecond, double microseconds) => measurement =>
            Large(microseconds)(measurement) with
            {
                AchievedRate = 291,
                Figures = new Dictionary<string, double> { [MixedFigures.Goodput.Key] = perSecond * 1_048_640 },
            };
    }

    [Fact]
    public void A_kind_with_a_figure_that_decides_is_asked_about_that_and_not_about_its_median_latency()
    {
        var found = ExplainedRun.Of(
            new Workload { Name = "refused", Kind = "unreachable" },
            "loopback",
            ("tcp", 120, Figures((UnreachableFigures.Median.Key, 120), (UnreachableFigures.Told.Key, 1))),
            ("http2", 4_000_000, Figures((UnreachableFigures.Median.Key, 4_000_000), (UnreachableFigures.Told.Key, 0))));
        Assert.DoesNotContain("p50", found.Select(one => one.Metric.Key));
        var explanation = found.Single(one => one.Metric.Key == UnreachableFigures.Median.Key).Explanations.Single();
        Assert.Equal("nothing tells the client", explanation.Causes[0]);
        Assert.Equal(
            "100 % of the attempts ended by the client's own limit, after 4.00 s; of tcp, 100 % of the attempts were told. That "
                + "accounts for "
                + "all of the 4.00 s between them.",
            explanation.Sentences[0]);
    }

    /// <summary>The figures are those of a run of scenarios/unreachable.yaml.</summary>
    [Fact]
    public void Nothing_comes_from_a_black_hole_so_that_timers_explain_all_of_it()
    {
        var explanation = Explained(
            UnreachableFigures.Median.Key,
            "udp",
            new Workload { Name = "black-hole", Kind = "unreachable", Target = ConnectTarget.BlackHole },
            "loopback",
            ("tcp", 3_999_269, Figures(
                (UnreachableFigures.Median.Key, 3_999_269), (UnreachableFigures.Told.Key, 0), (UnreachableFigures.Unlimited.Key, 131e6))),
            ("udp", 1_001_914, Figures((UnreachableFigures.Median.Key, 1_001_914), (UnreachableFigures.Told.Key, 1))));
        Assert.Equal(
            "100 % of the attempts ended by the client's own limit, after 4.00 s (the kernel would go on for 131 s); of udp, the "
                + "protocol's own "
                + "timers gave up after 1.00 s. That accounts for all of the 3.00 s between them.",
            explanation.Sentences[0]);
    }

    /// <summary>The figures are those of a run of scenarios/unreachable.yaml.</summary>
    [Fact]
    public void A_host_that_rations_its_answers_to_datagrams_explains_why_they_are_told_late()
    {
        var explanation = Explained(
            UnreachableFigures.Median.Key,
            "tcp",
            new Workload { Name = "refused", Kind = "unreachable" },
            "wan-40ms",
            ("tcp", 40_370, Figures((UnreachableFigures.Median.Key, 40_370), (UnreachableFigures.Told.Key, 1))),
            ("udp", 972_024, Figures(
                (UnreachableFigures.Median.Key, 972_024), (UnreachableFigures.Told.Key, 1), (UnreachableFigures.AnswersApart.Key, 1e6))));
        Assert.Equal("rationed answers", Assert.Single(explanation.Causes));
        Assert.Equal(
            "The host says port unreachable to each peer once in 1.00 s, after a few at once (net.ipv4.icmp_ratelimit); of tcp, an "
                + "attempt is "
                + "told by the packet that answers it, 40.1 ms later. That accounts for all of the 932 ms between them.",
            explanation.Sentences[0]);
    }

    /// <summary>The figures are those of a run of scenarios/reconnect.yaml.</summary>
    [Fact]
    public void Clients_that_only_their_own_time_out_tells_come_back_late()
    {
        var explanation = Explained(
            ReconnectFigures.AllServed.Key,
            "tcp",
            new Workload { Name = "fixed", Kind = "reconnect", Backoff = new Backoff(Tenth, Tenth, 0) },
            "loopback",
            ("tcp", 100, Reconnected(520_059, 2_670, 502_818, 0)),
            ("udp", 100, Reconnected(1_102_374, 1_000_006, 502_706, 1)));
        Assert.Equal((ExplanationOutcome.Explained, "late to know"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "The middle client knew 1.00 s after the first server had died (100 % of the clients by their own time-out alone); "
                + "until then and "
                + "for a wait of 100 ms before the first attempt the next server was there for nothing; of tcp, the middle client "
                + "knew 2.67 ms "
                + "after the first server had died. That accounts for all of the 582 ms between them.",
            explanation.Sentences[0]);

        // With another back-off nothing changes for one that knew in time: that the next server came later does it.
        var late = Explained(
            ReconnectFigures.AllServed.Key,
            "tcp",
            new Workload { Name = "fixed", Kind = "reconnect" },
            "loopback",
            ("tcp", 100, Reconnected(200_000, 2_000, 100_000, 0)),
            ("http2", 100, Reconnected(400_000, 2_000, 220_000, 0)));
        Assert.Equal("start of the server", Assert.Single(late.Causes));
        Assert.Contains("That accounts for 60 % of the 200 ms", late.Sentences[0], StringComparison.Ordinal);
    }

    /// <summary>The figures are those of a run of scenarios/retries.yaml.</summary>
    [Fact]
    public void Exchanges_that_are_given_up_are_the_tail_where_there_are_enough_of_them()
    {
        var udp = Recorded("copies") with
        {
            P99 = 1_020_000,
            Figures = new Dictionary<string, double> { [CopyFigures.Failed.Key] = 0.0173 },
        };
        var part = new CopiesKind().PartsOf(udp).First();
        Assert.Equal(("p99", "exchanges given up", 1_020_000), (part.Figure, part.Cause, part.Part));
        Assert.Equal("1.7 % of the exchanges failed after all and stand with what they waited for, 1.02 s", part.How);
        var few = udp with { Figures = new Dictionary<string, double> { [CopyFigures.Failed.Key] = 0.0033 } };
        Assert.Equal(
            (0, "0.33 % of the exchanges failed after all"), new CopiesKind().PartsOf(few).Select(one => (one.Part, one.How)).Single());
        Assert.Empty(new CopiesKind().PartsOf(udp with { P99 = null }));
        Assert.Equal(("mean", 17_957), new CopiesKind().PartsOf(udp).Select(one => (one.Figure, Math.Round(one.Part))).Last());
    }

    [Fact]
    public void A_silent_peer_is_known_when_the_timers_of_each_side_say_so_and_else_they_explain_nothing()
    {
        var workload = new Workload { Name = "protocol", Kind = "dead-peer" };
        var tcp = ("tcp", 100.0, Silent(4.01e6, 4e6, 4e6));
        var explanation = Explained(
            DeadPeerFigures.Median.Key, "tcp", workload, "loopback", tcp, ("http2", 100, Silent(6.1e6, 5e6, 7e6)));
        Assert.Equal((ExplanationOutcome.Explained, "keep-alive timers"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "Its timers let a client know 5.00–7.00 s after what came last; of tcp, its timers let a client know 4.00 s after what "
                + "came last. "
                + "That accounts for all of the 2.09 s between them.",
            explanation.Sentences[0]);
        Assert.Equal(
            ExplanationOutcome.NotExplained,
            Explained(DeadPeerFigures.Median.Key, "tcp", workload, "loopback", tcp, ("http2", 100, Silent(9e6, 5e6, 7e6))).Outcome);
    }

    [Fact]
    public void What_a_slow_reader_leaves_in_the_senders_sockets_explains_what_is_held()
    {
        var explanation = Explained(
            SlowReaderFigures.Held.Key,
            "http3",
            new Workload { Name = "slow", Kind = "slow-reader" },
            "loopback",
            ("tcp", 1, Figures(
                (SlowReaderFigures.Held.Key, 3.2e6), (SlowReaderFigures.Queue.Key, 2.4e6), (SlowReaderFigures.Limited.Key, 0.98))),
            ("http3", 1, Figures((SlowReaderFigures.Held.Key, 2e5))));
        Assert.Equal((ExplanationOutcome.Explained, "sender's socket buffer"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "2.29 MiB of it stood in the sender's sockets, whose window was shut 98 % of the time; of http3, nothing of it is known "
                + "to stand in "
                + "sockets. That accounts for 80 % of the 2.86 MiB between them.",
            explanation.Sentences[0]);
    }

    /// <summary>The figures are those of a run of scenarios/slow-reader.yaml over loopback.</summary>
    [Fact]
    public void A_window_of_streams_that_grew_explains_what_is_under_way_in_it()
    {
        Func<Measurement, Measurement> held = Figures((SlowReaderFigures.Held.Key, 16_990_208), (SlowReaderFigures.Queue.Key, 119));
        var explanation = ExplainedRun.Of(
            new Workload { Name = "slow", Kind = "slow-reader" },
            "loopback",
            facts => facts with
            {
                More = facts.Protocol == "HTTP/2"
                    ? new Dictionary<string, string> { ["h2 client stream window bytes"] = "16777216" }
                    : new Dictionary<string, string>(),
            },
            ("unix", 1, Figures((SlowReaderFigures.Held.Key, 385_024), (SlowReaderFigures.Queue.Key, 215_040))),
            ("http2", 1, held)).Single(one => one.Metric.Key == SlowReaderFigures.Held.Key).Explanations.Single();
        Assert.Equal("flow-control window", Assert.Single(explanation.Causes));
        Assert.Equal(
            "HTTP/2 stream windows let 16 MiB be under way that nobody has read; of unix, no window of streams is known. That accounts for "
                + "all of the 15.8 MiB between them.",
            explanation.Sentences[0]);
    }

    [Fact]
    public void Subscribers_who_get_an_event_one_after_the_other_explain_half_of_what_the_last_one_waits()
    {
        var workload = new Workload { Name = "push", Kind = "push" };
        (string, double, Func<Measurement, Measurement>)[] arms = [("tcp", 200, Spread(150)), ("http2", 900, Spread(1_250))];
        var explanation = ExplainedRun.Of(workload, "loopback", 16, arms).SelectMany(one => one.Explanations)
            .Single(one => one.Causes.Contains("fan-out"));
        Assert.Contains(
            explanation.Sentences,
            sentence => sentence.StartsWith("The last of 16 subscribers gets an event 1.25 ms after the first", StringComparison.Ordinal));
        Assert.DoesNotContain(
            ExplainedRun.Of(workload, "loopback", arms).SelectMany(one => one.Explanations), one => one.Causes.Contains("fan-out"));
    }

    /// <summary>The figures are those of a run at 60/s over lossy-1: udp's newest state is 26.9 ms old, tcp's 50.9 ms.</summary>
    [Fact]
    public void Frames_that_wait_for_a_lost_one_make_the_newest_state_older()
    {
        var kind = new FramesKind();
        var arm = Recorded("frames");
        var udp = kind.PartsOf(arm with { DatagramsLost = 0.0079 }).Single();
        Assert.Equal((FramesKind.OldAge.Key, 0), (udp.Figure, udp.Part));
        Assert.Equal("0.79 % of the frames are gone, and the next one takes the place of each after 16.7 ms", udp.How);
        var tcp = kind.PartsOf(arm with { P50 = 10_100, P99 = 46_900, PacketsLost = 0.0091 }).Single();
        Assert.Equal((udp.Figure, udp.Cause), (tcp.Figure, tcp.Cause));
        Assert.Equal(18_485, tcp.Part, 1.0);
        Assert.Equal(
            "the link dropped 0.91 % of the packets, and a frame that is sent again comes 36.8 ms late: for 2.0 % of the time the "
                + "newest state "
                + "waits for one, which makes it 18.5 ms older for a hundredth of the time",
            tcp.How);

        // Less than a hundredth of the time decides no p99; and of many lost datagrams the next one's time does.
        Assert.Equal(0, kind.PartsOf(arm with { P50 = 10_100, P99 = 46_900, PacketsLost = 0.004 }).Single().Part);
        Assert.Equal(1e6 / 60 * 0.8, kind.PartsOf(arm with { DatagramsLost = 0.05 }).Single().Part, 1.0);
        Assert.Empty(kind.PartsOf(arm with { PacketsLost = 0.01 }));
    }

    [Fact]
    public void The_age_of_frames_is_asked_about_beside_their_share_on_time()
    {
        var workload = new Workload { Name = "positions", Kind = "frames" };
        var found = ExplainedRun.Of(
            workload,
            "loopback",
            ("tcp", 20_000, Figures((FramesKind.OnTime.Key, 0.5), (FramesKind.Lost.Key, 0), (FramesKind.OldAge.Key, 90_000))),
            ("http2", 20_000, Figures((FramesKind.OnTime.Key, 0.9), (FramesKind.Lost.Key, 0.1), (FramesKind.OldAge.Key, 40_000))));
        Assert.Equal([FramesKind.OnTime.Key, FramesKind.OldAge.Key], found.Select(one => one.Metric.Key));
        var explanation = found[0].Explanations.Single();
        Assert.Equal("frames too late", Assert.Single(explanation.Causes));
        Assert.Equal(
            "50 % of the frames came after their deadline; of http2, 0 % of the frames came after their deadline. That accounts for "
                + "all of the "
                + "40.0 % between them.",
            explanation.Sentences[0]);
    }

    private static (string Key, double Value) Trip => (ObjectsKind.RoundTrip, 40_000);

    private static Explanation Explained(
        string figure, string best, Workload workload, string link, params (string, double, Func<Measurement, Measurement>)[] arms)
    {
        var found = ExplainedRun.Of(workload, link, arms).Single(one => one.Metric.Key == figure);
        Assert.Equal(best, found.Best);
        return found.Explanations.Single();
    }

    private static Func<Measurement, Measurement> Figures(params (string Key, double Value)[] figures) => measurement => measurement with
    {
        Figures = figures.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
    };

    private static RecordedArm Recorded(string kind) =>
        new() { Workload = new Workload { Name = kind, Kind = kind }, Shared = false, Connections = 1, InFlight = 1 };

    private static TimeSpan Tenth => TimeSpan.FromMilliseconds(100);

    private static Func<Measurement, Measurement> Reconnected(double all, double known, double down, double silence) => Figures(
        (ReconnectFigures.AllServed.Key, all), (ReconnectFigures.Known.Key, known), (ReconnectFigures.Down.Key, down),
        (ReconnectFigures.BySilence.Key, silence));

    private static Func<Measurement, Measurement> Silent(double took, double earliest, double latest) => Figures(
        (DeadPeerFigures.Median.Key, took), (DeadPeerFigures.Earliest.Key, earliest), (DeadPeerFigures.Latest.Key, latest));

    private static Func<Measurement, Measurement> Large(double microseconds) => Times(MixedFigures.Times[1].Key, microseconds);

    private static Func<Measurement, Measurement> Spread(double microseconds) => Times(PushFigures.Spread.Key, microseconds);

    private static Func<Measurement, Measurement> Times(string key, double microseconds) => measurement => measurement with
    {
        Times = new Dictionary<string, string> { [key] = ExplainedRun.Times(microseconds) },
    };
}
