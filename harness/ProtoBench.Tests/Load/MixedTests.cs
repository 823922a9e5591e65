using ProtoBench.Contract;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Mixed;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class MixedTests
{
    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("mixed");

    private static readonly Workload Mix = new() { Name = "mix", Kind = "mixed" };

    [Theory]
    [InlineData(new double[] { 5, 5, 5, 5 }, 1.0)]
    [InlineData(new double[] { 8, 0, 0, 0 }, 0.25)]
    [InlineData(new double[] { 1, 2, 3 }, 36.0 / 42)]
    [InlineData(new double[] { 5 }, null)]
    [InlineData(new double[] { 0, 0 }, null)]
    public void Jain_s_index_is_one_for_equal_flows_and_a_share_for_one_that_has_all(double[] flows, double? index) =>
        Assert.Equal(index, MixedFigures.Jain(flows));

    [Theory]
    [InlineData(1, 10, null)]
    [InlineData(0, 10, null)]
    [InlineData(0, 0, "the other parts moved nothing inside the window")]
    public void Parts_that_move_nothing_make_a_trial_invalid(int completed, double goodput, string? fault) => Assert.Equal(
        fault is null ? [] : [fault],
        Kind.FaultsOf(Measured(completed, new() { ["mixed-goodput"] = goodput, ["mixed-failed"] = 0 })));

    [Fact]
    public void Parts_that_fail_make_a_trial_invalid_too() => Assert.Equal(
        ["2 exchanges of the other parts failed, so they were not always there"],
        Kind.FaultsOf(Measured(1, new() { ["mixed-goodput"] = 1, ["mixed-failed"] = 2 })));

    [Theory]
    [InlineData("udp", IoMode.Async, "a 1 MiB large response does not fit a datagram (65,000 bytes at most)")]
    [InlineData("tcp", IoMode.Blocking, "blocking tcp does one exchange at a time, and a mix several")]
    [InlineData("http1", IoMode.Async, null)]
    public void What_a_protocol_lacks_for_it_is_told(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([Mix], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        var told = Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable;
        Assert.Equal(reason?.Split('(')[0], told?.Split('(')[0]);
    }

    [Fact]
    public void It_says_what_it_sends() => Assert.Equal(
        "part 1 small: 64 B request, 64 B response; part 2 large: 64 B request, 1 MiB response, 1 flow on the same connections; "
            + "part 3 bulk: 64 B request, 64 B response, 3 flows on connections of their own",
        Kind.Describe(Mix with
        {
            Parts = [.. MixedKeys.Default, new MixedPart { Name = "bulk", Flows = 3, OwnConnections = true }],
        }));

    [Fact]
    public void Parts_with_weights_share_the_load_point()
    {
        var mix = Mix with
        {
            Parts = [new MixedPart { Name = "a", Weight = 9 }, new MixedPart { Name = "b", ResponseBytes = 4096, Weight = 1 }],
        };

        Assert.Equal(
            "part 1 a: 64 B request, 64 B response, 9 of 10 exchanges; part 2 b: 64 B request, 4 KiB response, 1 of 10 exchanges",
            Kind.Describe(mix));
        Assert.Equal([1, 3], MixedKeys.Driven([
            new MixedPart { Name = "a" }, new MixedPart { Name = "b" }, new MixedPart { Name = "c", Weight = 3 },
        ]).Select(one => one.Weight));
    }

    [Theory]
    [InlineData("{ a: {}, b: { weight: 3, flows: 2 } }", "a part with a weight is driven by the load point, and one with flows drives itself")]
    [InlineData("{ a: {}, b: { weight: 0 } }", "'weight' must be a whole number from 1 to 1,000, not 0")]
    public void A_weight_and_flows_exclude_each_other(string parts, string message) => Assert.Contains(
        Read.Text($"title: Which?\nprotocols: [tcp]\nworkloads:\n  mix:\n    kind: mixed\n    parts: {parts}\n").Errors,
        error => error.Message == message);

    [Fact]
    public void Workloads_with_the_same_parts_are_the_same()
    {
        Assert.Equal(Mix with { Parts = [new MixedPart { Name = "a" }] }, Mix with { Parts = [new MixedPart { Name = "a" }] });
        Assert.NotEqual(Mix with { Parts = [new MixedPart { Name = "a" }] }, Mix with { Parts = [new MixedPart { Name = "b" }] });
        Assert.NotEqual(Mix, Mix with { Parts = [new MixedPart { Name = "b" }] });
    }

    private static Measurement Measured(int completed, Dictionary<string, double> figures) => new()
    {
        WindowSeconds = 1,
        WindowStartNanoseconds = 0,
        Outcomes = new OutcomeCounts { Completed = completed },
        WarmUp = new WarmUpOutcome(1, true),
        Figures = figures,
    };
}
