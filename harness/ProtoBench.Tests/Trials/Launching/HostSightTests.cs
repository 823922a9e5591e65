using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Tests.Plans;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>What a client counts of its server where that is on another host, whose processes have other numbers.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class HostSightTests
{
    [RigFact]
    public async Task Memory_and_sockets_of_a_server_on_another_host_are_those_of_that_server()
    {
        using var rig = HostRig.Start();
        await using var launcher = new HostLauncher(
            new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2")]), new SshShell(rig.Ssh));

        var idle = await RunAsync(
            launcher, "http1", new Workload { Name = "w", Kind = "idle", Held = 300, IdleFor = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(IdleFigures.All.Count, idle.Count);

        // With buffers for requests, headers and answers a connection of Kestrel's takes some kB, and both ends in the kernel more.
        Assert.InRange(idle["idle-server-memory"], 1_000, 200_000);
        Assert.InRange(idle["idle-kernel-memory"], 1_000, 200_000);

        // It answers when it serves nobody any more, too.
        var stopped = await RunAsync(launcher, "tcp", new Workload { Name = "w", Kind = "close", Manner = CloseManner.Cut });
        Assert.Contains("close-time-wait-server", stopped.Keys);

        var churned = await RunAsync(launcher, "tcp", new Workload { Name = "w", Kind = "churn" });
        Assert.True(churned["churn-time-wait-client"] + churned["churn-time-wait-server"] > 0, string.Join(", ", churned));
        Assert.Contains("churn-time-wait-share", churned.Keys);
    }

    private static async Task<IReadOnlyDictionary<string, double>> RunAsync(ILauncher launcher, string protocol, Workload workload)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol, load: PlanCase.Closed(4)) with
        {
            Workloads = [workload],
            WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(10), Maximum = TimeSpan.FromSeconds(20) },
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario), launcher: launcher)
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        return result.Measurement!.Figures!;
    }
}
