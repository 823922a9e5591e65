using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Trials whose sides are steps of an allocation of Slurm.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class SlurmLauncherTests
{
    // Of processor time an exchange, the least of up to four turns each: what else the machine does only adds. On a host with a busy
    // neighbour cold sides of tcp came out up to 1.33 apart.
    private const double MostDifferent = 1.5;

    [SlurmFact]
    public async Task Sides_run_as_steps_of_one_allocation_that_is_given_back()
    {
        using var rig = HostRig.StartWithSlurm();
        await using (var launcher = Launcher(rig, "h1", "h2"))
        {
            foreach (var protocol in new[] { "tcp", "http1", "http3" })
            {
                var result = await RunAsync(launcher, TrialPlans.Echo(protocol));

                Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
                Assert.True(result.Server!.CpuSeconds > 0 && result.Client!.CpuSeconds > 0);
            }

            Assert.Equal(rig.Address(1), launcher.Server.Address);
            Assert.Equal("protobench h[1-2] 1:00:00", Queue(rig));
        }

        Assert.Equal("", Queue(rig));
        Assert.All([1, 2], host => Assert.DoesNotContain("protobench-peer", rig.In(host, "ps axww"), StringComparison.Ordinal));
        await using var one = Launcher(rig, "h1", "h1");

        // Warm: what compilers still do in the window is not the same twice.
        var scenario = TrialPlans.Echo("http1", TimeSpan.FromSeconds(1)) with
        {
            Timeout = TimeSpan.FromSeconds(1),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromSeconds(1), Maximum = TimeSpan.FromSeconds(3) },
        };

        var (far, near) = (double.MaxValue, double.MaxValue);
        for (var turn = 0; turn < 4 && (turn == 0 || far / near is < 1 / MostDifferent or > MostDifferent); turn++)
        {
            far = Math.Min(far, await CostAsync(one, scenario));
            near = Math.Min(near, await CostAsync(LocalLauncher.Instance, scenario));
        }

        Assert.True(
            far / near is > 1 / MostDifferent and < MostDifferent, $"{far * 1e6:0.0} µs an exchange in Slurm, {near * 1e6:0.0} µs here");
    }

    [SlurmFact]
    public async Task Why_Slurm_gives_nothing_is_told()
    {
        using var rig = HostRig.StartWithSlurm();
        rig.Slurms("scontrol", "update", "node=h3", "state=down", "reason=broken");
        var closed = Plan("h2", "h2") with { Slurm = new SlurmRequest { Partition = "closed" } };

        var errors = await Task.WhenAll(
            WhyNotAsync(rig.Slurm, Plan("h1", "h3")),
            WhyNotAsync(rig.Slurm, Plan("h1", "h9")),
            WhyNotAsync(rig.Slurm, closed),
            WhyNotAsync(rig.Slurm, Plan("h1", "h2"), ownJob: "1"),
            WhyNotAsync(["env", "PATH=/nowhere"], Plan("h1", "h2")));

        Assert.Collection(
            errors,
            down => Assert.Matches("^Slurm gives no allocation of h1, h3: .*; h3 is down .broken.$", down),
            unknown => Assert.Matches("^Slurm gives no allocation of h1, h9: Job submit/allocate failed: ", unknown),
            denied => Assert.Equal("Slurm gives no allocation of h2: Job submit/allocate failed: Invalid user id", denied),
            gone => Assert.Matches("^h[12] did not say what it is: .*invalid job 1$", gone),
            missing => Assert.StartsWith("Slurm is not installed here", missing, StringComparison.Ordinal));
        Assert.Equal("", Queue(rig));
    }

    private static async Task<string> WhyNotAsync(IReadOnlyList<string> before, HostPlan plan, string? ownJob = null)
    {
        await using var launcher = new HostLauncher(plan, new SlurmShell(plan, before, ownJob, TimeSpan.FromSeconds(2)));
        return (await Assert.ThrowsAsync<TrialFailedException>(() => launcher.ReadyAsync(null, CancellationToken.None))).Message;
    }

    private static HostPlan Plan(string server, string client) => new(LauncherKind.Slurm, new Host(server), [new Host(client)]);

    private static HostLauncher Launcher(HostRig rig, string server, string client) =>
        new(Plan(server, client), new SlurmShell(Plan(server, client), rig.Slurm));

    private static string Queue(HostRig rig) => rig.Slurms("squeue", "-h", "-t", "running,pending", "-o", "%j %N %l");

    private static async Task<double> CostAsync(ILauncher launcher, Scenario scenario)
    {
        // Sides on hosts keep their processors awake themselves; on this machine a run does. Without it an exchange costs twice as much.
        using var awake = launcher.IsLocal ? PollingProcessors.TryHold(scenario.Idle) : null;
        var result = await RunAsync(launcher, scenario);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        return result.Server!.CpuSeconds / result.Measurement!.Outcomes.Completed;
    }

    private static async Task<TrialResult> RunAsync(ILauncher launcher, Scenario scenario)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(scenario);
        return await new TrialRunner(scenario, folder.Path, new SideServers(scenario), launcher: launcher)
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
    }
}
