using ProtoBench.Contract;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

/// <summary>Small scenarios for planning.</summary>
internal static class PlanCase
{
    public static Scenario Scenario(IReadOnlyList<Workload> workloads, IReadOnlyList<LoadPoint> loads, params string[] protocols) => new()
    {
        Name = "case",
        Title = "Which?",
        Workloads = workloads,
        Arms = [.. protocols.Select(protocol => new Arm { Label = protocol, Protocol = protocol })],
        Loads = loads,
        Trials = 2,
    };

    public static LoadPoint Closed(int inFlight) => new() { Name = $"closed-{inFlight}", InFlight = inFlight };

    public static LoadPoint Open(double rate, int inFlight) =>
        new() { Name = $"open-{rate}", Loop = LoopKind.Open, Rate = rate, InFlight = inFlight };

    /// <summary>The only cell of one workload, arm and load, with a protocol of the given traits called "p".</summary>
    public static Cell Cell(ProtocolTraits traits, Workload workload, LoadPoint load, Arm? arm = null, string link = "loopback")
    {
        var scenario = Scenario([workload], [load], "p");
        scenario = scenario with { Links = [link], Arms = arm is null ? scenario.Arms : [arm] };
        return Assert.Single(PlanBuilder.Build(scenario, [new StubProtocol("p", traits)]).Cells);
    }
}
