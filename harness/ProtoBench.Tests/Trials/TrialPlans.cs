using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;

namespace ProtoBench.Tests.Trials;

/// <summary>Small plans for tests that start real processes.</summary>
internal static class TrialPlans
{
    public static Scenario Echo(string protocol = "tcp", TimeSpan? duration = null, LoadPoint? load = null, int trials = 1) => new()
    {
        Name = "test",
        Title = "Does it work?",
        Workloads = [new Workload { Name = "echo" }],
        Arms = [new Arm { Label = protocol, Protocol = protocol, Tls = ProtocolCatalog.Find(protocol)!.Traits.RequiresTls }],
        Loads = [load ?? new LoadPoint { Name = "closed-1" }],
        Trials = trials,
        Duration = duration ?? TimeSpan.FromMilliseconds(500),
        Runtime = RuntimeKeys.Default,
        WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(100), Maximum = TimeSpan.FromMilliseconds(300) },
    };

    public static Scenario Bulk(string protocol, string kind) => Echo(protocol) with
    {
        Workloads = [new Workload { Name = "bulk", Kind = kind }],
    };

    public static Plan Of(Scenario scenario) => PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All);
}
