using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class TailSamplesTests
{
    [Fact]
    public void P99_needs_five_seconds_at_200_a_second() =>
        Assert.Equal("p99 needs 5 s at 200/s", TailSamples.Needs("p99", PlanCase.Open(200, 8)));

    [Fact]
    public void Random_arrivals_need_some_more() =>
        Assert.Equal(
            "p99 needs about 5.5 s at 200/s, Poisson",
            TailSamples.Needs("p99", PlanCase.Open(200, 8) with { Arrivals = ArrivalLaw.Poisson }));

    [Fact]
    public void A_plan_says_for_each_offered_rate_which_percentiles_will_be_missing()
    {
        var scenario = PlanCase.Scenario(
            [new Workload { Name = "echo" }],
            [PlanCase.Closed(1), PlanCase.Open(200, 8), PlanCase.Open(50, 8)],
            "tcp",
            "unix") with
        { Duration = TimeSpan.FromSeconds(5) };

        Assert.Equal(
            [
                "open-50: p99 needs 20 s at 50/s, p99.9 200 s; trials measure 5 s, so p99 and p99.9 are missing.",
                "open-200: p99 needs 5 s at 200/s, p99.9 50 s; trials measure 5 s, so p99.9 is missing.",
            ],
            TailSamples.Of(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All)));
    }
}
