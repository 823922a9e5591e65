using ProtoBench.Load.Workloads.Duplex;
using ProtoBench.Model.Measurements;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

public sealed class ExplainerTests
{
    private static readonly ArmEvidence Tcp = new()
    {
        Label = "tcp",
        P50 = 40_500,
        P99 = 41_000,
        ClientCpu = 30,
        ServerCpu = 28,
        RoundTrip = 40_000,
        OverTcp = true,
        InOrder = true,
        PerConnection = 1,
        NoDelay = true,
    };

    [Fact]
    public void More_round_trips_before_the_first_response_explain_a_cold_client()
    {
        var explanation = Median(
            Tcp with { P50 = 80_600, ColdRoundTrips = 2, ColdSteps = "TCP, exchange" },
            Tcp with { Label = "tcp-tls", P50 = 122_000, ColdRoundTrips = 3, ColdSteps = "TCP, TLS, exchange" });
        Assert.Equal(ExplanationOutcome.Explained, explanation.Outcome);
        Assert.Equal("handshake round trips", explanation.Causes[0]);
        Assert.Equal(
            "Its first response takes 3 round trips (TCP, TLS, exchange), that of tcp 2 (TCP, exchange); 1 more round trip of 40.0 ms "
                + "accounts for 97 % of the 41.4 ms between them.",
            explanation.Sentences[0]);
    }

    [Fact]
    public void A_difference_of_typed_messages_is_shared_out_among_codec_version_and_framing()
    {
        var best = Coded("grpc-protobuf", 100, new("protobuf", "gRPC unary calls", "HTTP/2", ""));
        var other = Coded("http1-json", 400, new("json", "plain HTTP POST", "HTTP/1.1", ""));
        var difference = new Difference
        {
            Kind = DifferenceKind.Median,
            InFlight = 1,
            Best = best,
            Other = other,
            Factor = 4,
            Others =
            [
                best,
                other,
                Coded("grpc-json", 200, new("json", "gRPC unary calls", "HTTP/2", "")),
                Coded("http2-json", 200, new("json", "plain HTTP POST", "HTTP/2", "")),
            ],
        };
        var cause = MessageSteps.Rule(difference)!;
        Assert.Equal("codec", cause.Cause);
        Assert.Equal(0.5, cause.Share, 6);
        string[] steps =
        [
            "the codec (protobuf → json, from grpc-protobuf to grpc-json) for 50 %",
            "the framing (gRPC unary calls → plain HTTP POST, from grpc-json to http2-json) for 0 %",
            "the HTTP version (HTTP/2 → HTTP/1.1, from http2-json to http1-json) for 50 %",
        ];
        Assert.All(steps, step => Assert.Contains(step, cause.Sentence, StringComparison.Ordinal));

        // Nothing that was not measured is said, and nothing of arms that differ in more than these three.
        Assert.Null(MessageSteps.Rule(difference with { Others = [best, other] }));
        Assert.Null(MessageSteps.Rule(difference with { Other = other with { Form = other.Form! with { Rest = "gzip" } } }));
    }

    [Theory]
    [InlineData(nameof(DifferenceKind.Median), 145_600, 10_300, "an event waits 136 ms on average; that accounts for all of the 135 ms")]
    [InlineData(nameof(DifferenceKind.Tail), 279_000, 11_000, "one of a hundred waits 268 ms or longer; that accounts for all of the")]
    public void Events_that_are_asked_for_at_an_interval_wait_half_of_it_and_of_a_request(
        string kind, double polled, double streamed, string says)
    {
        var (best, other) = (Tcp with { P50 = streamed, P99 = streamed }, Tcp with
        {
            Label = "http1-short-polling",
            P50 = polled,
            P99 = polled,
            Wait = EventWait.Short(pause: 250_600, request: 20_400),
        });
        var cause = ExplanationRules.EventsWait(
            new Difference { Kind = Enum.Parse<DifferenceKind>(kind), Best = best, Other = other, Factor = polled / streamed })!;

        Assert.Equal("polling", cause.Cause);
        Assert.InRange(cause.Share, 0.98, 1);
        Assert.Contains(
            "its subscriber asks 251 ms after each answer, and a request takes 20.4 ms, so that " + says, cause.Sentence,
            StringComparison.Ordinal);
        Assert.Null(ExplanationRules.EventsWait(
            new Difference { Kind = DifferenceKind.Median, Best = other, Other = best, Factor = polled / streamed }));
    }

    /// <summary>Of a hundred events a second two come in a round trip of 20 ms. PollingModelTests plays what theory says of that.</summary>
    [Fact]
    public void Events_that_are_held_for_a_request_wait_only_while_none_is_there()
    {
        var wait = EventWait.Long(20_000, 100);
        Assert.Equal((1e3 * Load.PollingModel.LongDelay(20, 0.1)) - 10_000, wait.Mean, 1e-6);
        Assert.Equal("no request is at the server for the 20.0 ms after each answer", wait.How);
        Assert.InRange(EventWait.Long(100, 10).Mean, 0, 0.1);
    }

    [Fact]
    public void Processor_time_explains_exchanges_that_are_alone_under_way()
    {
        var explanation = Median(
            Tcp with
            {
                P50 = 60,
                RoundTrip = null,
            }, Tcp with { Label = "grpc", P50 = 300, ClientCpu = 150, ServerCpu = 140, RoundTrip = null });
        Assert.Equal((ExplanationOutcome.Explained, "processor time"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "Client and server spend 150 µs and 140 µs of processor time on an exchange, those of tcp 30.0 µs and 28.0 µs; "
                + "the extra 232 µs account for 97 % of the 240 µs between them.",
            explanation.Sentences[0]);
    }

    [Theory]
    [InlineData(240, nameof(ExplanationOutcome.Explained))]
    [InlineData(480, nameof(ExplanationOutcome.InPart))]
    [InlineData(2_400, nameof(ExplanationOutcome.NotExplained))]
    public void Evidence_explains_a_difference_only_as_far_as_it_reaches(double gap, string outcome)
    {
        var other = Tcp with { Label = "grpc", P50 = 60 + gap, ClientCpu = 150, ServerCpu = 140, RoundTrip = null };
        Assert.Equal(outcome, Median(Tcp with { P50 = 60, RoundTrip = null }, other).Outcome.ToString());
    }

    [Fact]
    public void Without_evidence_a_difference_is_not_explained()
    {
        var explanation = Median(new ArmEvidence { Label = "a", P50 = 10 }, new ArmEvidence { Label = "b", P50 = 90 });
        Assert.Equal(ExplanationOutcome.NotExplained, explanation.Outcome);
        Assert.Empty(explanation.Causes);
        Assert.Equal("The trials recorded nothing that goes with it.", Assert.Single(explanation.Sentences));
    }

    [Fact]
    public void Forty_milliseconds_without_nodelay_are_a_delayed_acknowledgement()
    {
        var explanation = Median(Tcp with { P50 = 60 }, Tcp with { Label = "nagle", P50 = 41_000, NoDelay = false });
        Assert.Equal("delayed acknowledgements", explanation.Causes[0]);
        Assert.Contains("40.9 ms", explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_packet_holds_up_every_exchange_of_an_ordered_connection()
    {
        var explanation = Tail(
            Tcp with
            {
                Label = "http3",
                P99 = 62_000,
                InOrder = false,
                OverTcp = false,
                PerConnection = 16,
                LostPerUnit = 0.004,
                LostShare = 0.001,
            },
            Tcp with { Label = "http2", P99 = 250_000, PerConnection = 16, LostPerUnit = 0.004, LostShare = 0.001 });
        Assert.Equal("head-of-line blocking", explanation.Causes[0]);
        Assert.Equal(
            "16 exchanges share one TCP connection, which delivers in order, so a lost packet holds up all of them: "
                + "0.40 % of exchanges lost a packet, about 6.4 % waited for one.",
            explanation.Sentences[0]);
    }

    [Fact]
    public void A_tail_of_lost_packets_names_the_time_out_of_tcp()
    {
        var explanation = Tail(
            Tcp with { Label = "http3", P99 = 65_000, OverTcp = false, InOrder = false, LostPerUnit = 0.021, LostShare = 0.0101 },
            Tcp with { P99 = 265_000, LostPerUnit = 0.02, LostShare = 0.01 });
        Assert.Equal((ExplanationOutcome.Explained, "loss recovery"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "The link dropped 1.0 % of its packets, 0.02 per exchange; its slowest hundredth waits 225 ms longer than its median, "
                + "at least one retransmission time-out of TCP (200 ms on Linux), that of http3 24.5 ms.",
            explanation.Sentences[0]);
    }

    [Theory]
    [InlineData(2, 5, 2, 0, ", at least one retransmission time-out of TCP (200 ms on Linux), that",
        "7 of 9 segments sent again waited for a time-out (RTO), 2 were found missing by acknowledgements of later ones (fast retransmit).")]
    [InlineData(1, 0, 0, 8, ", as long as a tail loss probe of TCP waits behind a lone segment (200 ms on Linux), that",
        "0 of 9 segments sent again waited for a time-out (RTO), 1 was found missing by acknowledgements of later ones (fast retransmit), "
        + "8 were tail loss probes (TLP).")]
    [InlineData(0, 1, 0, 8, ", as long as a tail loss probe of TCP waits behind a lone segment (200 ms on Linux), that",
        "1 of 9 segments sent again waited for a time-out (RTO), 0 were found missing by acknowledgements of later ones (fast retransmit), "
        + "8 were tail loss probes (TLP).")]
    [InlineData(9, 0, 0, 0, " longer than its median, that",
        "0 of 9 segments sent again waited for a time-out (RTO), 9 were found missing by acknowledgements of later ones (fast retransmit).")]
    public void What_the_kernel_says_it_waited_for_is_told_and_no_time_out_that_never_ran_out(
        long fast, long timeouts, long after, long probes, string timer, string why)
    {
        var count = new TcpSentAgain(9, fast, timeouts, after, probes, 0, 0, 0, 0);
        var explanation = Tail(
            Tcp with { Label = "http3", P99 = 65_000, OverTcp = false, InOrder = false, LostPerUnit = 0.021, LostShare = 0.0101 },
            Tcp with { P99 = 265_000, LostPerUnit = 0.02, LostShare = 0.01, SentAgain = count });
        Assert.Contains(timer + " of http3 24.5 ms. " + why, explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_that_are_rarer_than_a_hundredth_do_not_explain_a_p99()
    {
        var explanation = Tail(Tcp, Tcp with { Label = "http2", P99 = 200_000, LostPerUnit = 0.001, LostShare = 0.0005 });
        Assert.Equal(ExplanationOutcome.NotExplained, explanation.Outcome);
        Assert.Contains("too few to decide a p99", explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(18e6, nameof(ExplanationOutcome.Explained))]
    [InlineData(4e6, nameof(ExplanationOutcome.NotExplained))]
    public void A_window_explains_a_goodput_that_it_limits(double goodput, string outcome)
    {
        var explanation = Explain(
            DifferenceKind.Goodput,
            Tcp with { Goodput = 100e6 },
            Tcp with { Label = "http2", Goodput = goodput, Flow = new WindowedFlow(goodput, 786_432, "HTTP/2 stream windows") });
        Assert.Equal(outcome, explanation.Outcome.ToString());
        Assert.Contains("768 KiB in a round trip of 40.0 ms allow at most 18.8 MiB/s", explanation.Sentences[0], StringComparison.Ordinal);
    }

    /// <summary>A sum of both directions is held against the windows of both, and what only one of them has against that one.</summary>
    [Fact]
    public void Of_a_duplex_transfer_a_window_explains_the_direction_that_it_holds_up()
    {
        static ArmEvidence Duplex(string label, double down, double up) => Tcp with
        {
            Label = label,
            Goodput = down + up,
            Figures = new Dictionary<string, double> { [DuplexKind.Down] = down, [DuplexKind.Up] = up },
        };
        var (tcp, http2) = (Duplex("tcp", 100e6, 100e6), Duplex("http2", 18e6, 80e6));
        var flow = new WindowedFlow(18e6, 786_432, "HTTP/2 stream windows from server to client", DuplexKind.Down);
        var explanation = Explain(DifferenceKind.Goodput, tcp, http2 with { Flow = flow });
        Assert.Equal("flow-control window", Assert.Single(explanation.Causes));
        Assert.EndsWith(
            "it reached 92 % of that, and is behind there by 80 % of the difference.", explanation.Sentences[0], StringComparison.Ordinal);

        // Most of what is missing went the other way; and half of what two windows let through is no limit.
        var starved = Duplex("http2", 18e6, 0);
        Assert.Empty(Explain(DifferenceKind.Goodput, Duplex("tcp", 22e6, 100e6), starved with { Flow = flow }).Causes);
        var both = new WindowedFlow(18e6, 2 * 786_432, "QUIC stream windows of both directions together");
        Assert.Empty(Explain(DifferenceKind.Goodput, tcp, Duplex("quic", 9e6, 9e6) with { Flow = both }).Causes);
    }

    [Fact]
    public void Pauses_explain_a_tail_when_they_are_long_and_frequent_enough()
    {
        var other = Tcp with { Label = "http2", P99 = 51_000, PausedShare = 0.02, MeanPause = 9_000 };
        Assert.Equal("garbage collection", Tail(Tcp with { PausedShare = 0.001 }, other).Causes[0]);
        Assert.Equal(ExplanationOutcome.NotExplained, Tail(Tcp, other with { PausedShare = 0.002 }).Outcome);
    }

    [Fact]
    public void A_process_without_time_left_limits_the_rate()
    {
        var best = Tcp with { Rate = 100_000, Busy = 0.98, BusySide = "server", ServerCpu = 10 };
        var other = Tcp with { Label = "grpc", Rate = 25_000, Busy = 0.97, BusySide = "server", ServerCpu = 39 };
        Assert.Equal(ExplanationOutcome.Explained, Explain(DifferenceKind.Rate, best, other, 16).Outcome);
        Assert.Equal(ExplanationOutcome.NotExplained, Explain(DifferenceKind.Rate, best, other with { Busy = 0.4 }, 16).Outcome);
    }

    [Fact]
    public void Open_loops_queue_where_a_process_is_busy()
    {
        var explanation = Explain(
            DifferenceKind.Tail,
            Tcp with { Busy = 0.2, BusySide = "server" },
            Tcp with { Label = "grpc", P99 = 90_000, Busy = 0.91, BusySide = "client" },
            inFlight: null);
        Assert.Equal("queueing", explanation.Causes[0]);
        Assert.StartsWith("Its client used 91 % of its processors", explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Datagrams_that_nobody_repeats_explain_a_goodput()
    {
        var explanation = Explain(
            DifferenceKind.Goodput, new ArmEvidence { Label = "udp", Goodput = 9e8, DatagramsLost = 0.075 }, Tcp with { Goodput = 4e8 });
        Assert.Equal("no retransmission", explanation.Causes[0]);
        Assert.Contains("7.5 % of its datagrams never arrived", explanation.Sentences[0], StringComparison.Ordinal);
    }

    private static Explanation Median(ArmEvidence best, ArmEvidence other) => Explain(DifferenceKind.Median, best, other);

    private static Explanation Tail(ArmEvidence best, ArmEvidence other) => Explain(DifferenceKind.Tail, best, other);

    private static Explanation Explain(DifferenceKind kind, ArmEvidence best, ArmEvidence other, int? inFlight = 1) => Explainer.Explain(
        new Difference { Kind = kind, InFlight = inFlight, Best = best, Other = other, Factor = Factor(kind, best, other) }, "claim");

    private static double Factor(DifferenceKind kind, ArmEvidence best, ArmEvidence other) => kind switch
    {
        DifferenceKind.Median => other.P50!.Value / best.P50!.Value,
        DifferenceKind.Tail => other.P99!.Value / best.P99!.Value,
        DifferenceKind.Rate => best.Rate!.Value / other.Rate!.Value,
        _ => best.Goodput!.Value / other.Goodput!.Value,
    };

    private static ArmEvidence Coded(string label, double p50, MessageForm form) => new() { Label = label, P50 = p50, Form = form };
}
