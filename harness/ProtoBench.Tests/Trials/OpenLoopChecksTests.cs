using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class OpenLoopChecksTests
{
    [Fact]
    public void A_trial_that_drains_the_backlog_of_its_warm_up_is_invalid()
    {
        // As it was seen: 499 a second offered, 901 achieved, half of the exchanges waited 1.54 s.
        var judged = Judge(Measured(offered: 499, achieved: 901, milliseconds: 1540, window: 2));

        Assert.Equal(TrialStatus.Invalid, judged.Status);
        Assert.Contains("it achieved 901 exchanges/s where 499 were offered", Assert.Single(judged.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1030, TrialStatus.Succeeded)]
    [InlineData(1040, TrialStatus.Invalid)]
    public void More_than_103_per_cent_of_the_offered_rate_is_invalid(double achieved, TrialStatus expected) =>
        Assert.Equal(expected, Judge(Measured(1000, achieved, window: 1)).Status);

    [Theory]
    [InlineData(10, 200, TrialStatus.Succeeded)]
    [InlineData(11, 200, TrialStatus.Invalid)]
    [InlineData(30, 3000, TrialStatus.Succeeded)]
    [InlineData(31, 3000, TrialStatus.Invalid)]
    public void A_backlog_at_the_start_of_the_window_is_invalid_from_one_per_cent_of_its_arrivals_on(
        int waiting, double rate, TrialStatus expected)
    {
        var judged = Judge(Measured(rate, rate, window: 1) with { BacklogAtStart = waiting, BacklogAtEnd = 0 });

        Assert.Equal(expected, judged.Status);
        Assert.All(judged.Reasons, reason =>
            Assert.StartsWith($"{waiting} arrivals of the warm-up still waited when the window began", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_backlog_that_grows_until_the_end_of_the_window_is_saturation_at_98_per_cent_too()
    {
        var judged = Judge(Measured(1000, 980, window: 2) with { BacklogAtStart = 0, BacklogAtEnd = 40 });

        Assert.StartsWith(
            "saturated: 40 arrivals still waited when the window was over", Assert.Single(judged.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrivals_that_were_never_sent_are_in_no_percentile_and_make_a_trial_invalid()
    {
        var measured = Measured(1000, 990, window: 1);

        var judged = Judge(measured with { Outcomes = measured.Outcomes with { NotSent = 10 } });

        Assert.Equal("10 of 1000 arrivals were never sent, so the longest waits are in no percentile", Assert.Single(judged.Reasons));
    }

    [Fact]
    public void A_response_on_its_way_at_the_edge_of_a_short_window_is_not_saturation()
    {
        // 10 a second that take 150 ms: one or two are on their way at each edge, of 20 that were due.
        Assert.Empty(Judge(Measured(10, 9.5, milliseconds: 150, window: 2)).Reasons);
        Assert.Empty(Judge(Measured(10, 10.5, milliseconds: 150, window: 2)).Reasons);
        Assert.NotEmpty(Judge(Measured(10, 5, milliseconds: 150, window: 2)).Reasons);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(19, 0)]
    [InlineData(18, 0)]
    [InlineData(16, 1)]
    public void An_event_at_the_edge_of_a_short_window_is_not_saturation(int arrived, int faults)
    {
        // Pushed events have no service time from which to tell how many are on their way: 50 a second for 0.4 s.
        var measured = Measured(50, arrived / 0.4, window: 0.4);
        var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = 50, Arrivals = ArrivalLaw.Constant, InFlight = 8 };

        Assert.Equal(
            faults, OpenLoopChecks.Faults(load, Trial(measured) with { ServiceMicroseconds = null }, measured, "server").Count());
    }

    [Theory]
    [InlineData(94.8, true, 0)]
    [InlineData(85, true, 1)]
    [InlineData(94.8, false, 1)]
    public void Events_that_wait_for_the_next_poll_at_the_edges_of_a_window_are_not_saturation(double achieved, bool polled, int faults)
    {
        // As it was seen: polled every 250 ms over a round trip of 20 ms, so that 14 of 489 events wait at either edge in the mean, 27 at
        // most.
        var measured = Measured(97.8, achieved, milliseconds: 146, window: 5);
        var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = 100, Arrivals = ArrivalLaw.Poisson, InFlight = 8 };

        // An event's service begins when the server sends it, after all of the wait: 90 us were seen.
        var trial = Trial(measured) with { ServiceMicroseconds = Sent };
        if (polled)
        {
            var more = new Dictionary<string, string> { [PollIntervalSetting.FactName] = "at least 250 ms" };
            trial = trial with { Facts = trial.Facts! with { More = more } };
        }

        Assert.Equal(faults, OpenLoopChecks.Faults(load, trial, measured, "server").Count());
    }

    /// <summary>
    /// As it was seen: two subscribers ask every 50 ms, and 14 more came inside a window of 2 s than were due in it. All that came in a
    /// pause go at once: at one edge nothing waited, at the other ten or more.
    /// </summary>
    [Theory]
    [InlineData(199, 0)]
    [InlineData(207, 1)]
    public void Events_that_come_with_one_poll_were_not_worked_off(double achieved, int faults)
    {
        var measured = Measured(192, achieved, milliseconds: 26, window: 2);
        var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = 200, Arrivals = ArrivalLaw.Poisson, InFlight = 2 };
        var trial = Trial(measured) with { ServiceMicroseconds = Sent };
        var more = new Dictionary<string, string> { [PollIntervalSetting.FactName] = "at least 50 ms" };

        Assert.Equal(
            faults, OpenLoopChecks.Faults(load, trial with { Facts = trial.Facts! with { More = more } }, measured, "server").Count());
    }

    [Theory]
    [InlineData(ArrivalLaw.Constant, 940, TrialStatus.Invalid)]
    [InlineData(ArrivalLaw.Constant, 980, TrialStatus.Succeeded)]
    [InlineData(ArrivalLaw.Poisson, 900, TrialStatus.Succeeded)]
    [InlineData(ArrivalLaw.Poisson, 850, TrialStatus.Invalid)]
    public void Another_rate_than_was_asked_for_is_invalid_where_it_is_not_chance(
        ArrivalLaw arrivals, double offered, TrialStatus expected) =>
        Assert.Equal(expected, Judge(Measured(offered, offered, window: 1), rate: 1000, arrivals).Status);

    [Fact]
    public void That_all_places_in_flight_were_taken_is_noted()
    {
        var judged = Judge(Measured(1000, 1000, window: 1) with { LongestBacklog = 70 });

        Assert.Equal(TrialStatus.Succeeded, judged.Status);
        Assert.Equal(
            "all 8 exchanges that may be in flight were, and up to 70 arrivals waited for a place; response times include that wait",
            Assert.Single(judged.Notes));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(300, 1)]
    public void That_a_queue_of_the_warm_up_was_dropped_is_noted(int dropped, int notes)
    {
        var judged = Judge(Measured(1000, 1000, window: 1) with { OverdueDropped = dropped });

        Assert.Equal(TrialStatus.Succeeded, judged.Status);
        Assert.Equal(notes, judged.Notes.Count);
        Assert.All(judged.Notes, note => Assert.StartsWith(
            "300 arrivals were overdue when the warm-up ended and were dropped", note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void A_rate_that_is_no_number_passes_no_rule(double rate)
    {
        var measured = Measured(1000, 1000, window: 1);

        Assert.Equal(TrialStatus.Invalid, Judge(measured with { AchievedRate = rate }).Status);
        Assert.Equal(TrialStatus.Invalid, Judge(measured with { OfferedRate = rate }).Status);
        Assert.Equal(
            TrialStatus.Invalid, TrialChecks.Judge(Closed, Trial(measured with { OfferedRate = null, AchievedRate = rate })).Status);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(9)]
    public void A_window_of_another_length_than_was_asked_for_is_invalid(double seconds)
    {
        var trial = Trial(Measured(1000, 1000, window: seconds) with { OfferedRate = null });

        Assert.Contains(
            "it was measured for",
            Assert.Single(TrialChecks.Judge(Closed, trial, TimeSpan.FromSeconds(3)).Reasons),
            StringComparison.Ordinal);
        Assert.Empty(TrialChecks.Judge(Closed, trial, TimeSpan.FromSeconds(seconds)).Reasons);
    }

    /// <summary>
    /// A figure that is told must not be the pacer's. With 300 arrivals no p99 is told, and three that were late decide nothing; as it was
    /// seen: three events of 300 that came 1.3 ms late to a server, once for each of sixteen subscribers.
    /// </summary>
    [Theory]
    [InlineData(3, 300, 2, null)]
    [InlineData(29, 300, 2, null)]
    [InlineData(31, 300, 2, "10 % of")]
    [InlineData(31, 300, 20, null)]
    [InlineData(10, 1_000, 2, null)]
    [InlineData(11, 1_000, 2, "1 % of")]
    [InlineData(11, 1_000, 20, null)]
    [InlineData(9, 30, 2, null)]
    [InlineData(16, 30, 2, "half of")]
    [InlineData(19, 19, 2, null)]
    public void A_late_pacer_spoils_a_trial_when_it_decides_a_percentile_that_is_told(int late, int due, double response, string? share)
    {
        var pacing = new LatencyHistogram();
        pacing.Record(20_000, due - late);
        pacing.Record(1_319_000, late);
        var judged = Judge(Measured(due, due, window: 1, response) with { PacingLateness = HistogramText.Encode(pacing) });

        Assert.Equal(share is null ? TrialStatus.Succeeded : TrialStatus.Invalid, judged.Status);
        Assert.All(
            judged.Reasons,
            reason => Assert.StartsWith($"the client ran late: {share} the arrivals were handled 13", reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(300, 16, false)]
    [InlineData(999, 16, false)]
    [InlineData(1_000, 16, true)]
    [InlineData(1_000, 1, true)]
    public void Ten_events_and_not_ten_of_their_deliveries_lie_beyond_a_percentile(int events, int subscribers, bool hasP99)
    {
        var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = events, InFlight = subscribers };
        var scenario = TrialPlans.Echo(load: load) with
        {
            Workloads = [new Workload { Name = "news", Kind = "push", Connections = subscribers }],
        };
        var cell = TrialPlans.Of(scenario).Cells[0];
        var delivered = Histogram(2, events * subscribers);
        var judged = TrialAssembly.Judge(
            cell, Trial(Measured(events, events, window: 1)), Measured(events, events, window: 1) with
            {
                Response = delivered,
                Service = delivered,
            });

        Assert.Equal(
            (events * subscribers, hasP99, true),
            (judged.ResponseMicroseconds!.Count, judged.ResponseMicroseconds.P99 is not null, judged.ResponseMicroseconds.P90 is not null));
        Assert.Equal(hasP99, judged.ServiceMicroseconds!.P99 is not null);
    }

    [Fact]
    public void A_window_in_which_no_exchange_ended_is_invalid()
    {
        var judged = TrialChecks.Judge(Closed, Trial(
            Measured(1, 0, window: 2, milliseconds: 5000) with { OfferedRate = null, Outcomes = new OutcomeCounts { Completed = 1 } }));

        Assert.Contains("no exchange ended inside the window of 2 s", Assert.Single(judged.Reasons), StringComparison.Ordinal);
    }

    private static LatencySummary Sent { get; } = new() { Count = 400, Minimum = 80, Mean = 90, Maximum = 200 };

    private static Cell Closed { get; } = TrialPlans.Of(TrialPlans.Echo()).Cells[0];

    private static TrialResult Judge(
        Measurement measurement, double? rate = null, ArrivalLaw arrivals = ArrivalLaw.Constant) => TrialChecks.Judge(
        Closed with
        {
            Load = new LoadPoint
            {
                Name = "open",
                Loop = LoopKind.Open,
                Rate = rate ?? measurement.OfferedRate,
                Arrivals = arrivals,
                InFlight = 8,
            }
        }, Trial(measurement));

    private static Measurement Measured(double offered, double achieved, double window, double milliseconds = 1)
    {
        var due = (long)Math.Max(1, offered * window);
        return new Measurement
        {
            WindowSeconds = window,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts { Completed = (long)Math.Min(due, achieved * window) },
            OfferedRate = offered,
            AchievedRate = achieved,
            LongestBacklog = 0,
            Response = Histogram(milliseconds, due),
            Service = Histogram(Math.Min(milliseconds, 150), due),
            PacingLateness = Histogram(0.02, due),
            WarmUp = new WarmUpOutcome(0.5, Steady: true),
        };
    }

    private static TrialResult Trial(Measurement measurement) => new()
    {
        Number = 1,
        CellId = "c",
        Repetition = 1,
        Status = TrialStatus.Failed,
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 1,
        Facts = new ConnectionFacts { Protocol = "TCP", Client = "test" },
        Measurement = measurement,
        ResponseMicroseconds = LatencySummaries.Of(HistogramText.Decode(measurement.Response!)),
        ServiceMicroseconds = LatencySummaries.Of(HistogramText.Decode(measurement.Service!)),
    };

    private static string Histogram(double milliseconds, long count)
    {
        var histogram = new LatencyHistogram();
        histogram.Record((long)(milliseconds * 1e6), count);
        return HistogramText.Encode(histogram);
    }
}
