using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class TrialChecksTests
{
    private static readonly Cell Closed = TrialPlans.Of(TrialPlans.Echo()).Cells[0];

    private static readonly Cell Open = TrialPlans.Of(TrialPlans.Echo(
        load: new LoadPoint { Name = "open-1000", Loop = LoopKind.Open, Rate = 1000, InFlight = 8 })).Cells[0];

    [Fact]
    public void A_clean_trial_counts()
    {
        var judged = TrialChecks.Judge(Closed, Trial(Measured(completed: 10_000, rate: 10_000, microseconds: 98)));

        Assert.Equal(TrialStatus.Succeeded, judged.Status);
        Assert.Empty(judged.Reasons);
        Assert.Empty(judged.Notes);
    }

    [Fact]
    public void A_recording_that_lacks_packets_is_noted_and_the_trial_counts()
    {
        var evidence = SyntheticLink.EvidenceOf("lan", trial: 1)!;

        var judged = TrialChecks.AddLink(
            Trial(Measured(10_000, 10_000, 98)), evidence with { Statistics = evidence.Statistics with { CaptureDropped = 7 } });

        Assert.Contains("lacks 7 packets", Assert.Single(judged.Notes), StringComparison.Ordinal);
        Assert.Empty(judged.Reasons);
        Assert.Empty(TrialChecks.AddLink(Trial(Measured(10_000, 10_000, 98)), evidence).Notes);
    }

    [Theory]
    [InlineData(5.04, TrialStatus.Invalid)]
    [InlineData(1.9, TrialStatus.Succeeded)]
    public void A_side_that_stood_still_makes_a_trial_invalid(double seconds, TrialStatus status)
    {
        var trial = Trial(Measured(completed: 10_000, rate: 10_000, microseconds: 98));

        var judged = TrialChecks.Judge(Closed, trial with { Server = trial.Server! with { StoodStillSeconds = seconds } });

        Assert.Equal(status, judged.Status);
        Assert.All(
            judged.Reasons,
            reason => Assert.Equal(
                "the server stood still for 5.0 s while it was measured: it was stopped, or its machine was", reason));
    }

    [Fact]
    public void A_lost_connection_makes_a_trial_invalid()
    {
        var measured = Measured(completed: 10_000, rate: 10_000, microseconds: 98);
        measured = measured with { Outcomes = measured.Outcomes with { ConnectionLost = 1 }, FirstFailure = "the peer hung up" };

        var judged = TrialChecks.Judge(Closed, Trial(measured));

        Assert.Equal(TrialStatus.Invalid, judged.Status);
        Assert.Equal("1 of 10001 exchanges lost their connection", Assert.Single(judged.Reasons));
        Assert.Contains("the first failure was: the peer hung up", judged.Notes);
    }

    [Fact]
    public void A_reason_ends_with_the_first_failure_of_its_own_kind()
    {
        var measured = Measured(completed: 10_000, rate: 10_000, microseconds: 98) with
        {
            Outcomes = new OutcomeCounts { Completed = 10_000, ConnectionLost = 1, BadResponse = 2 },
            FirstFailure = "time-out: no complete response within 500 ms",
            Failures = new FailureExamples { ConnectionLost = "the peer hung up", BadResponse = "status 404 to POST /x?r=64" },
        };

        var judged = TrialChecks.Judge(Closed, Trial(measured));

        Assert.Equal(
            [
                "1 of 10003 exchanges lost their connection, the first: the peer hung up",
                "2 of 10003 exchanges got a wrong response, the first: status 404 to POST /x?r=64",
            ],
            judged.Reasons);
    }

    [Fact]
    public void Nothing_completed_says_why_in_its_first_reason()
    {
        var nothing = Measured(0, 0, 98) with { FirstFailure = "no route", Failures = new FailureExamples { TimedOut = "within 1 s" } };

        Assert.EndsWith(
            "s, the first: no route",
            TrialChecks.Judge(Closed, Trial(nothing with { Outcomes = new OutcomeCounts() })).Reasons[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "s: 3 of 3 exchanges got no response in time, the first: within 1 s",
            TrialChecks.Judge(Closed, Trial(nothing with { Outcomes = new OutcomeCounts { TimedOut = 3 } })).Reasons[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Announced_closes_are_a_note_and_a_fact_and_the_trial_counts()
    {
        var measured = Measured(10_000, 10_000, 98) with
        {
            AnnouncedCloses = new AnnouncedCloses { Count = 10, How = "GOAWAY", ReconnectMicroseconds = 310, Repeated = 2 },
        };

        var judged = TrialAssembly.Judge(Closed, Trial(measured), measured);

        Assert.Equal(TrialStatus.Succeeded, judged.Status);
        Assert.Contains(
            "the server closed 10 connections as announced (GOAWAY); reconnecting cost 310 µs each",
            judged.Notes[0],
            StringComparison.Ordinal);
        Assert.Contains("2 requests were on their way meanwhile", judged.Notes[0], StringComparison.Ordinal);
        Assert.Equal("as announced (GOAWAY)", judged.Facts!.More["server closes connections"]);
    }

    [Theory]
    [InlineData("7", 1)]
    [InlineData("8", 0)]
    [InlineData("many", 0)]
    public void A_stream_limit_below_what_the_cell_asks_of_a_connection_is_a_note(string limit, int notes)
    {
        var cell = Closed with { Load = new LoadPoint { Name = "closed-16", Loop = LoopKind.Closed, InFlight = 16 }, Connections = 2 };
        var trial = Trial(Measured(10_000, 160_000, 98));
        trial = trial with { Facts = trial.Facts! with { More = new Dictionary<string, string> { ["server's stream limit"] = limit } } };

        Assert.Equal(notes, TrialChecks.Judge(cell, trial).Notes
            .Count(note => note.Contains("at once on a connection, and this cell has 8", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_completed_is_a_failed_trial() =>
        Assert.Equal(TrialStatus.Failed, TrialChecks.Judge(Closed, Trial(Measured(0, 0, 98) with
        {
            Outcomes = new OutcomeCounts { TimedOut = 3 },
        })).Status);

    [Theory]
    [InlineData(970, TrialStatus.Succeeded)]
    [InlineData(969, TrialStatus.Invalid)]
    public void A_rate_that_was_missed_by_more_than_three_per_cent_is_saturation(double achieved, TrialStatus expected)
    {
        var judged = TrialChecks.Judge(Open, Trial(OpenMeasured(achieved, pacingMicroseconds: 50)));

        Assert.Equal(expected, judged.Status);
        Assert.Equal(
            expected == TrialStatus.Invalid,
            judged.Reasons.Any(reason => reason.StartsWith("saturated: it achieved 969 of 1000", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(900, TrialStatus.Succeeded)]
    [InlineData(1500, TrialStatus.Invalid)]
    public void A_client_that_is_late_by_more_than_a_millisecond_ran_late(double pacing, TrialStatus expected) =>
        Assert.Equal(expected, TrialChecks.Judge(Open, Trial(OpenMeasured(1000, pacing))).Status);

    [Fact]
    public void Figures_that_contradict_littles_law_are_invalid()
    {
        // 10,000 a second that take 200 µs each are 2 in flight, but one was.
        var judged = TrialChecks.Judge(Closed, Trial(Measured(completed: 10_000, rate: 10_000, microseconds: 200)));

        Assert.Contains("Little's law", Assert.Single(judged.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_that_was_asked_for_and_not_used_is_invalid()
    {
        var cell = Closed with { Arm = Closed.Arm with { Tls = true } };

        var judged = TrialChecks.Judge(cell, Trial(Measured(10_000, 10_000, 98)));

        Assert.Equal("TLS was asked for and not used", Assert.Single(judged.Reasons));
    }

    [Fact]
    public void Time_outs_and_unsteady_warm_ups_are_noted()
    {
        var measured = Measured(10_000, 10_000, 98);
        measured = measured with { Outcomes = measured.Outcomes with { TimedOut = 2 }, WarmUp = new WarmUpOutcome(3, Steady: false) };

        var judged = TrialChecks.Judge(Closed, Trial(measured));

        Assert.Equal(TrialStatus.Succeeded, judged.Status);
        Assert.Equal(2, judged.Notes.Count);
    }

    [Fact]
    public void A_client_at_its_limit_is_noted()
    {
        var several = Closed with { Load = new LoadPoint { Name = "closed-4", InFlight = 4 } };
        var judged = TrialChecks.Judge(several, Trial(Measured(10_000, 10_000, 98)) with { Client = Usage(cpuSeconds: 0.97) });

        Assert.Contains("the client used 97 %", Assert.Single(judged.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_still_compiles_is_noted()
    {
        var judged =
            TrialChecks.Judge(Closed, Trial(Measured(10_000, 10_000, 98)) with { Server = Usage(0.5) with { CompiledMethods = 101 } });

        Assert.Contains("the server still compiled 101 methods", Assert.Single(judged.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_connection_says_against_a_setting_makes_a_trial_invalid()
    {
        var trial = Trial(Measured(10_000, 10_000, 98));
        var facts = trial.Facts!;
        string? Reason(Arm arm, ConnectionFacts told) =>
            TrialChecks.Judge(Closed with { Arm = arm }, trial with { Facts = told }).Reasons.SingleOrDefault();

        var (arm, quic) = (Closed.Arm, new Dictionary<string, string> { ["quic backend"] = "ngtcp2" });
        Assert.Null(Reason(
            arm with { Protocol = "websocket", Io = IoMode.Blocking, NoDelay = false, Over = "http1" },
            facts with { Io = IoMode.Blocking, NoDelay = false, Protocol = "WebSocket over HTTP/1.1" }));
        Assert.Null(Reason(arm with { Backend = "ngtcp2" }, facts with { More = quic }));
        Assert.Equal("blocking socket calls were asked for, asynchronous ones were used", Reason(arm with { Io = IoMode.Blocking }, facts));
        Assert.Equal("Nagle's algorithm was to be off, and was on", Reason(arm, facts with { NoDelay = false }));
        Assert.Equal("QUIC by msquic was asked for, ngtcp2 was used", Reason(arm with { Backend = "msquic" }, facts with { More = quic }));
        Assert.Equal(
            "websocket over http2 was asked for, WebSocket over HTTP/1.1 was used",
            Reason(arm with { Protocol = "websocket", Over = "http2" }, facts with { Protocol = "WebSocket over HTTP/1.1" }));
        Assert.Equal("TLS was asked for and not used", Reason(arm with { Tls = true }, facts));
        Assert.Equal(
            "congestion control bbr was asked for, cubic was used",
            Reason(arm with { CongestionControl = "bbr" }, facts with { CongestionControl = "cubic" }));
    }

    [Theory]
    [InlineData(SessionUse.Full, 0, 0, null)]
    [InlineData(SessionUse.Resumed, 10, 0, null)]
    [InlineData(SessionUse.Resumed, 9, 0, "1 of 10 connections did not resume a session")]
    [InlineData(SessionUse.Early, 10, 10, null)]
    [InlineData(SessionUse.Early, 10, 7, "the server did not accept 0-RTT on 3 of 10 connections")]
    public void Sessions_that_were_not_resumed_as_asked_make_a_trial_invalid(SessionUse asked, long resumed, long early, string? reason)
    {
        var cell = Closed with { Arm = Closed.Arm with { Session = asked }, Workload = Closed.Workload with { Fresh = true } };
        var measured = Measured(10, 10, 98) with
        {
            Opened = new OpenedConnections { Count = 10, Connect = "", Resumed = resumed, EarlyAccepted = early },
        };

        var judged = TrialChecks.Judge(cell, Trial(measured));

        Assert.Equal(reason is null ? [] : [reason], judged.Reasons);
    }

    [Fact]
    public void A_slice_that_ends_in_a_stall_does_not_contradict_itself()
    {
        // 200 exchanges of 15 ms, one after the other, began in slices of 2 s; the last ones were stopped and ended a second later.
        var stalled = Measured(completed: 200, rate: 100, microseconds: 15_000);

        Assert.Contains("Little's law", Assert.Single(TrialChecks.Judge(Closed, Trial(stalled)).Reasons), StringComparison.Ordinal);
        Assert.Empty(TrialChecks.Judge(Closed, Trial(stalled with { DrivenSeconds = 3 })).Reasons);
    }

    [Fact]
    public void A_window_that_ends_in_a_stall_does_not_contradict_itself()
    {
        // One after the other, 1,000 of 0.8 ms in a window of a second, and one more of 0.6 s that began inside it.
        var histogram = new LatencyHistogram();
        histogram.Record(800_000, 1000);
        histogram.Record(600_000_000, 1);
        var stalled = Measured(completed: 1001, rate: 1001, microseconds: 1) with
        {
            Response = HistogramText.Encode(histogram),
            Service = HistogramText.Encode(histogram),
        };

        Assert.Empty(TrialChecks.Judge(Closed, Trial(stalled)).Reasons);

        // Only one can have been cut.
        histogram.Record(600_000_000, 1);
        var doubled = stalled with { Service = HistogramText.Encode(histogram) };
        Assert.Contains("Little's law", Assert.Single(TrialChecks.Judge(Closed, Trial(doubled)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_another_backend_than_before_makes_a_trial_invalid()
    {
        static TrialResult Over(string link, string backend)
        {
            var evidence = SyntheticLink.EvidenceOf(link, trial: 1)!;
            return Trial(Measured(1000, 1000, 100)) with
            {
                Status = TrialStatus.Succeeded,
                Link = evidence with
                {
                    Certificate = evidence.Certificate with { Facts = evidence.Certificate.Facts with { Backend = backend } },
                },
            };
        }

        TrialResult[] earlier = [Trial(Measured(1000, 1000, 100)), Over("lan", "packet-socket"), Over("metro", "tun")];
        Assert.Equal(TrialStatus.Succeeded, TrialChecks.RequireBackendOf(Over("metro", "tun"), earlier).Status);
        Assert.Equal(TrialStatus.Succeeded, TrialChecks.RequireBackendOf(Over("wan-40ms", "netem"), earlier).Status);
        Assert.Empty(TrialChecks.RequireBackendOf(earlier[0], earlier).Reasons);

        var other = TrialChecks.RequireBackendOf(Over("metro", "packet-socket"), earlier);
        Assert.Equal(TrialStatus.Invalid, other.Status);
        Assert.Equal(
            "packet-socket emulated its link, and tun that of earlier trials: results of different backends are never compared",
            Assert.Single(other.Reasons));
    }

    [Fact]
    public void Sessions_that_nobody_counted_are_not_taken_for_resumed()
    {
        var cell = Closed with { Arm = Closed.Arm with { Session = SessionUse.Early } };

        var judged = TrialChecks.Judge(cell, Trial(Measured(10, 10, 98)));

        Assert.Equal("the client did not say whether its connections resumed a session", Assert.Single(judged.Reasons));
    }

    private static TrialResult Trial(Measurement measurement)
    {
        static LatencySummary? Summary(string? text) => text is null ? null : LatencySummaries.Of(HistogramText.Decode(text));
        return new TrialResult
        {
            Number = 1,
            CellId = "c",
            Repetition = 1,
            Status = TrialStatus.Failed,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 1,
            Facts = new ConnectionFacts { Protocol = "TCP", Client = "test" },
            Measurement = measurement,
            ResponseMicroseconds = Summary(measurement.Response),
            ServiceMicroseconds = Summary(measurement.Service),
            Client = Usage(0.5),
            Server = Usage(0.5),
        };
    }

    private static Measurement Measured(long completed, double rate, double microseconds) => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        Outcomes = new OutcomeCounts { Completed = completed },
        AchievedRate = rate,
        Response = Histogram(microseconds, completed),
        Service = Histogram(microseconds, completed),
        WarmUp = new WarmUpOutcome(0.5, Steady: true),
    };

    private static Measurement OpenMeasured(double achieved, double pacingMicroseconds) =>
        Measured((long)achieved, achieved, microseconds: 2000) with
        {
            OfferedRate = 1000,
            LongestBacklog = 5,
            SendLateness = Histogram(pacingMicroseconds, 2000),
            PacingLateness = Histogram(pacingMicroseconds, 2000),
        };

    private static string Histogram(double microseconds, long count)
    {
        var histogram = new LatencyHistogram();
        histogram.Record((long)(microseconds * 1000), count);
        return HistogramText.Encode(histogram);
    }

    private static ProcessUsage Usage(double cpuSeconds) => new()
    {
        ProcessId = 1,
        CpuSeconds = cpuSeconds,
        PeakResidentBytes = 1,
        AllocatedBytes = 1,
        Collections = 0,
        PauseMilliseconds = 0,
        Processors = "1",
        Runtime = "",
    };
}
