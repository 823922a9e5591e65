using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class DuplexTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly Workload Both = new() { Name = "both", Kind = "duplex" };

    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("duplex");

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null && protocol.Traits.MessageStreams).Select(
            protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Each_direction_is_measured_where_it_arrives_and_the_sum_decides(string protocol)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Bulk(protocol, Both.Kind));
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.All(figures.Values, rate => Assert.True(rate > 50_000, $"{rate} B/s"));
        Assert.Equal(result.Measurement.GoodputBytesPerSecond!.Value, figures["goodput-down"] + figures["goodput-up"], 3);
        Assert.Contains(result.Measurement.Series, sample => sample.Second > 0 && sample.Rate > 100_000);
    }

    [Fact]
    public void The_server_s_samples_give_the_direction_to_it_and_half_of_the_rate_over_time()
    {
        var client = Measured(100) with { Series = [new RateSample(0.5, 80), new RateSample(1, 120)] };
        var measured = Kind.Complete(client, [Sample(0, 0), Sample(0.5, 10), Sample(1, 40)]);
        Assert.Equal(140, measured.GoodputBytesPerSecond);
        Assert.Equal((100, 40), (measured.Figures!["goodput-down"], measured.Figures["goodput-up"]));
        Assert.Equal([new RateSample(0.5, 100), new RateSample(1, 180)], measured.Series);
    }

    [Theory]
    [InlineData(0, 10, "no payload arrived at the client inside the window, so only one direction was measured")]
    [InlineData(10, 0, "no payload arrived at the server inside the window, so only one direction was measured")]
    [InlineData(10, 10, null)]
    public void A_direction_that_brought_nothing_makes_a_trial_invalid(double down, double up, string? fault)
    {
        var result = TrialChecks.Judge(Cell(), new TrialResult
        {
            Number = 1,
            CellId = Cell().Id,
            Repetition = 1,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 1,
            Status = TrialStatus.Succeeded,
            Facts = new ConnectionFacts { Protocol = "TCP", Client = "test" },
            Measurement = Of(down, up),
        });
        Assert.Equal(fault is null ? TrialStatus.Succeeded : TrialStatus.Invalid, result.Status);
        Assert.Equal(fault is null ? [] : [fault], result.Reasons);
    }

    [Theory]
    [InlineData(100, 24, "the direction from client to server starves: it moved 24 % of what the other one did")]
    [InlineData(24, 100, "the direction from server to client starves: it moved 24 % of what the other one did")]
    [InlineData(100, 26, null)]
    [InlineData(100, 0, null)]
    public void A_direction_that_starves_is_told_of(double down, double up, string? note) =>
        Assert.Equal(
            note is null ? [] : [note],
            Kind.NotesOn(Of(down, up)).Select(one => one.Replace("\u00A0", " ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("http1", IoMode.Async, "http1 has no streams that carry messages in both directions at once")]
    [InlineData("udp", IoMode.Async, "udp has no streams that carry messages in both directions at once")]
    [InlineData("tcp", IoMode.Blocking, "blocking tcp cannot send and receive at once on one connection")]
    [InlineData("tcp", IoMode.Async, null)]
    public void Where_messages_cannot_flow_both_ways_at_once_it_does_not_apply(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([Both], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void It_has_no_arrivals() => Assert.Equal(
        "a duplex transfer has no arrivals that an open loop could offer",
        PlanCase.Cell(new ProtocolTraits { MessageStreams = true }, Both, PlanCase.Open(100, 1)).NotApplicable);

    private static Cell Cell() => PlanCase.Cell(new ProtocolTraits { MessageStreams = true }, Both, PlanCase.Closed(1));

    private static Measurement Of(double down, double up) => Measured(down + up) with
    {
        Figures = new Dictionary<string, double> { ["goodput-down"] = down, ["goodput-up"] = up },
    };

    private static Measurement Measured(double goodput) => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        GoodputBytesPerSecond = goodput,
        Outcomes = new OutcomeCounts { Completed = 1 },
        WarmUp = new WarmUpOutcome(1, true),
    };

    private static ProcessSample Sample(double second, long received) => new((long)(second * 1e9), 0, 0, 0, 0, ReceivedBytes: received);
}
