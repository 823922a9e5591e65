using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class PushTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly Workload News = new() { Name = "news", Kind = "push", Connections = 2 };

    private static readonly LoadPoint Rate = new()
    {
        Name = "open-200",
        Loop = LoopKind.Open,
        Rate = 200,
        InFlight = 64,
        InFlightFits = true,
    };

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null && protocol.Traits.MessageStreams).Select(
            protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_subscriber_gets_every_event_once_and_the_way_is_timed_from_when_it_was_due(string protocol)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol, load: Rate) with { Workloads = [News] });
        Assert.Equal((2, 2), (plan.Cells[0].Connections, plan.Cells[0].Load.InFlight));
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        // On a busy machine the server may be late, which it says; nothing may be lost or doubled.
        Assert.True(
            result.Status == TrialStatus.Succeeded
                || result.Reasons.All(reason => reason.StartsWith("the server ran late", StringComparison.Ordinal)),
            string.Join("; ", result.Reasons.Concat(result.Notes)));
        var measurement = result.Measurement!;
        Assert.InRange(measurement.Outcomes.Completed, 2 * 98, 2 * 102);
        Assert.Equal(0, measurement.Outcomes.Failed);
        Assert.Equal(
            (0, 0, 0),
            (measurement.Figures!["push-missing"], measurement.Figures["push-duplicated"], measurement.Figures["push-reordered"]));
        Assert.True(result.ResponseMicroseconds!.Mean >= result.ServiceMicroseconds!.Mean);
        Assert.Equal(["push-between", "push-opening", "push-spread"], measurement.Times!.Keys.Order());
        Assert.Equal(
            measurement.Outcomes.Completed / 2,
            HistogramText.Decode(measurement.Times["push-spread"]).Count);
    }

    public static TheoryData<string, Delivery> Deliveries
    {
        get
        {
            var ways = new TheoryData<string, Delivery>();
            foreach (var protocol in ProtocolCatalog.All.Where(one => one.UnsupportedReason is null && one.Traits.EventRequests))
            {
                ways.Add(protocol.Name, Delivery.Sse);
                ways.Add(protocol.Name, Delivery.LongPolling);
                ways.Add(protocol.Name, Delivery.ShortPolling);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task The_same_events_come_by_requests(string protocol, Delivery delivery)
    {
        using var folder = new TemporaryFolder();
        var result = await RunAsync(protocol, delivery, "loopback", folder.Path);
        var measurement = result.Measurement!;
        Assert.True(
            result.Status == TrialStatus.Succeeded
                || result.Reasons.All(reason => reason.StartsWith("the server ran late", StringComparison.Ordinal)),
            string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.Equal((0, 0), (measurement.Outcomes.Failed, measurement.Figures!["push-missing"]));
        Assert.Equal(delivery != Delivery.Sse, measurement.Figures.ContainsKey("push-requests"));
        Assert.Equal(delivery == Delivery.ShortPolling, measurement.Figures.ContainsKey("push-request-time"));
        Assert.Equal(delivery == Delivery.ShortPolling, measurement.Figures.ContainsKey("push-pause"));
        Assert.Equal(
            delivery switch
            {
                Delivery.Sse => "sse (text/event-stream)",
                Delivery.LongPolling => "long-polling (application/octet-stream)",
                _ => "short-polling (application/octet-stream)",
            },
            result.Facts!.More["event delivery"]);
        Assert.Equal(delivery == Delivery.ShortPolling, result.Facts.More.GetValueOrDefault("pause before requests") == "at least 50 ms");
    }

    /// <summary>
    /// Half an interval and a round trip, within 5 %: 70 ms, where waits are uniform over 120 ms. Chance moves the mean of 2,100 of them by
    /// 1.1 % (120 ms ÷ √12 ÷ √2,100), one standard deviation.
    /// </summary>
    [LinkFact]
    public async Task Over_a_link_short_polling_costs_half_an_interval_and_a_round_trip()
    {
        using var folder = new TemporaryFolder();
        AssertPredicted(
            await RunAsync("http1", Delivery.ShortPolling, "wan-20ms", folder.Path, interval: 100, rate: 300, seconds: 7),
            PollingModel.ShortDelay(interval: 100, roundTrip: 20));
    }

    [Fact]
    public async Task On_loopback_short_polling_costs_half_an_interval()
    {
        using var folder = new TemporaryFolder();
        AssertPredicted(
            await RunAsync("http2", Delivery.ShortPolling, "loopback", folder.Path, interval: 200, rate: 400, seconds: 6),
            PollingModel.ShortDelay(interval: 200, roundTrip: 0));
    }

    // In milliseconds. The pauses that a timer made and the time of the requests themselves come closer than what was asked for.
    private static void AssertPredicted(TrialResult result, double asked)
    {
        var mean = HistogramText.Decode(result.Measurement!.Response!).Mean / 1e6;
        var (pause, request) = (result.Measurement.Figures!["push-pause"] / 1e3, result.Measurement.Figures["push-request-time"] / 1e3);
        var told = $"{mean:0.00} ms with {result.Measurement.Outcomes.Completed} events, pauses {pause:0.00}, requests {request:0.00} ms";
        Assert.True(Math.Abs((mean / asked) - 1) <= 0.05, $"{told}: {asked} ms");
        Assert.True(Math.Abs((mean / ((pause / 2) + request)) - 1) <= 0.05, told);
    }

    private static async Task<TrialResult> RunAsync(
        string protocol, Delivery delivery, string link, string folder, int interval = 50, double rate = 200, int seconds = 2)
    {
        var load = Rate with { Name = "open-poisson", Rate = rate, Arrivals = ArrivalLaw.Poisson };
        var scenario = TrialPlans.Echo(protocol, duration: TimeSpan.FromSeconds(seconds), load: load) with
        {
            Workloads = [News],
            Links = [link],
        };
        scenario = scenario with
        {
            WarmUp = new WarmUp { Minimum = TimeSpan.FromSeconds(2), Maximum = TimeSpan.FromSeconds(10) },
            Arms =
            [
                scenario.Arms[0] with
                {
                    Delivery = delivery,
                    PollInterval = delivery == Delivery.ShortPolling ? TimeSpan.FromMilliseconds(interval) : null,
                },
            ],
        };
        var plan = TrialPlans.Of(scenario);
        Assert.Null(plan.Cells[0].NotApplicable);
        return await new TrialRunner(scenario, folder, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
    }

    [Fact]
    public void Delivery_means_nothing_to_exchanges() => Assert.Equal(
        "delivery says how a server's events come, and an exchange has none",
        PlanCase.Cell(
            new ProtocolTraits { EventRequests = true },
            new Workload { Name = "echo" },
            PlanCase.Closed(1),
            new Arm { Label = "p", Protocol = "p", Delivery = Delivery.Sse }).NotApplicable);

    /// <summary>
    /// Both directions of the link have the same delay, so one way takes half of the round trip. What is added is this machine's: the bound
    /// is what waking two processes may take on a busy one, 10 % of the round trip.
    /// </summary>
    [LinkFact]
    public async Task Over_a_symmetric_link_one_way_takes_half_of_the_round_trip()
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo("tcp", duration: TimeSpan.FromSeconds(1), load: Rate) with
        {
            Workloads = [News],
            Links = ["wan-20ms"],
        };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        var roundTrip = 20.0;
        var times = HistogramText.Decode(result.Measurement!.Service!);
        Assert.InRange(times.Minimum / 1e6, roundTrip / 2, (roundTrip / 2) + (0.1 * roundTrip));
        Assert.InRange(times.ValueAtQuantile(0.5) / 1e6, roundTrip / 2, (roundTrip / 2) + (0.1 * roundTrip));
        Assert.Equal(0, result.Measurement.Figures!["push-clock-bound"]);
    }

    [Fact]
    public void Without_connections_there_is_one_subscriber()
    {
        var cell = PlanCase.Cell(new ProtocolTraits { MessageStreams = true }, News with { Connections = null }, Rate);
        Assert.Equal((null, 1, 1), (cell.NotApplicable, cell.Connections, cell.Load.InFlight));
    }

    [Fact]
    public void A_closed_loop_cannot_drive_it() => Assert.Equal(
        "a pushed event comes at a rate and waits for nothing, so a closed loop has no meaning; write { open: 100/s }",
        PlanCase.Cell(new ProtocolTraits { MessageStreams = true }, News, PlanCase.Closed(2)).NotApplicable);

    [Theory]
    [InlineData("http1", IoMode.Async, "http1 has no streams that carry messages in both directions at once")]
    [InlineData("udp", IoMode.Async, "udp has no streams that carry messages in both directions at once")]
    [InlineData("tcp", IoMode.Blocking, "blocking tcp cannot send and receive at once on one connection")]
    [InlineData("tcp", IoMode.Async, null)]
    public void Where_a_server_cannot_speak_first_it_does_not_apply(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([News], [Rate], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void An_event_needs_room_for_its_instants() => Assert.Equal(
        "an event of 8 B has no room for its number and its instants, 24 B",
        PlanCase.Cell(new ProtocolTraits { MessageStreams = true }, News with { MessageBytes = 8 }, Rate).NotApplicable);
}
