using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Trials.Estimates;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class PlanEstimateTests
{
    [Fact]
    public void The_estimate_is_trials_times_duration_warm_up_and_process_overhead()
    {
        // Two arms, three trials; the third arm's request fits no datagram and costs nothing.
        var scenario = PlanCase.Scenario(
            [new Workload { Name = "echo", RequestBytes = 100_000 }], [PlanCase.Closed(1)], "tcp", "http1", "udp") with
        {
            Trials = 3,
            Duration = TimeSpan.FromSeconds(2),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromSeconds(0.5), Maximum = TimeSpan.FromSeconds(3) },
        };
        Assert.Equal(
            new PlanEstimate(6, TimeSpan.FromMilliseconds(6 * 3_300), TimeSpan.FromMilliseconds(6 * 5_800)),
            PlanEstimate.Of(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All)));
    }

    [Fact]
    public void Every_trial_over_an_emulated_link_costs_five_seconds_more()
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "echo" }], [PlanCase.Closed(1)], "tcp") with { Trials = 3 };
        var near = PlanEstimate.Of(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All));
        var far = PlanEstimate.Of(
            PlanBuilder.Build(scenario with { Links = ["loopback", "wan-40ms"] }, StubProtocol.Catalog, WorkloadCatalog.All));
        Assert.Equal((2 * near.Minimum) + TimeSpan.FromSeconds(15), far.Minimum);
    }
}
