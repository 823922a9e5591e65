using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class LinkDemandTests
{
    private static readonly LinkCapacity TenMegabits = new(10e6, 0, 10e6, 0);

    [Fact]
    public void A_load_that_a_link_cannot_carry_is_said_with_what_would_fit()
    {
        var warning = Assert.Single(Of(new Workload { Name = "big", ResponseBytes = 65_536 }, PlanCase.Open(300, 8), new ProtocolTraits()));

        Assert.StartsWith("big/dsl/open-300: 300/s with responses of 64 KiB need at least 161.6 Mbit/s down, and dsl carries 10 "
            + "Mbit/s: it cannot carry this load", warning, StringComparison.Ordinal);
        Assert.Contains("at most 18/s fit (p)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_count_where_payload_alone_would_fit()
    {
        // 64 B at 15,000/s are 7.7 Mbit/s; with 40 B of headers 12.5.
        Assert.NotEmpty(Of(new Workload { Name = "echo" }, PlanCase.Open(15_000, 8), new ProtocolTraits()));
        Assert.Empty(Of(new Workload { Name = "echo" }, PlanCase.Open(9_000, 8), new ProtocolTraits()));
    }

    [Fact]
    public void What_fills_a_link_to_the_brim_is_said_to_queue() =>
        Assert.Contains(
            "its queue will decide",
            Assert.Single(Of(new Workload { Name = "up", RequestBytes = 1460 }, PlanCase.Open(800, 8), new ProtocolTraits())),
            StringComparison.Ordinal);

    [Fact]
    public void Closed_loops_and_links_without_a_limit_are_left_alone()
    {
        var big = new Workload { Name = "big", ResponseBytes = 65_536 };

        Assert.Empty(Of(big, PlanCase.Closed(64), new ProtocolTraits()));
        Assert.Empty(Of(big, PlanCase.Open(300, 8), new ProtocolTraits(), link: "loopback"));
        Assert.Empty(Of(big, PlanCase.Open(300, 8), new ProtocolTraits { LocalOnly = true }));
    }

    private static IReadOnlyList<string> Of(Workload workload, LoadPoint load, ProtocolTraits traits, string link = "dsl")
    {
        IReadOnlyList<IProtocol> catalog = [new StubProtocol("p", traits)];
        var plan = PlanBuilder.Build(PlanCase.Scenario([workload], [load], "p") with { Links = [link] }, catalog, WorkloadCatalog.All);
        return LinkDemand.Of(plan, catalog, name => name == "dsl" ? TenMegabits : null);
    }
}
