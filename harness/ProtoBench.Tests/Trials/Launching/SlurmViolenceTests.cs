using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>
/// What is done to Slurm fails a trial with the reason that is true, and leaves neither process nor allocation. The trials run beside each
/// other, each on a node of its own.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class SlurmViolenceTests
{
    [SlurmFact]
    public async Task A_lost_daemon_or_allocation_fails_its_trial_and_a_killed_run_gives_its_own_back()
    {
        using var rig = HostRig.StartWithSlurm();
        await using HostLauncher daemon = Launcher(rig, "h1"), cancelled = Launcher(rig, "h2");

        var killed = new KilledRun(rig, 3, "slurm", rig.SlurmVariables).KillAndGoOnAsync(() => Queue(rig, "h3").Length == 0);
        var results = await Task.WhenAll(
            Violence.DoneToAsync(daemon, () => rig.In(1, "pkill -KILL -x 'slurmd|slurmstepd'")),
            Violence.DoneToAsync(cancelled, () => rig.Slurms("scancel", Queue(rig, "h2"))));

        Assert.All(results, result => Assert.Equal(TrialStatus.Failed, result.Status));
        Assert.Matches("^the (server|client) on h1 is out of reach: ", Assert.Single(results[0].Reasons));
        Assert.Matches("^the (server|client) on h2 was ended with allocation [0-9]+ of Slurm", Assert.Single(results[1].Reasons));
        await Task.WhenAll(new[] { 1, 2 }.Select(host => Violence.NothingIsLeftAsync(rig, host)));
        rig.In(1, "slurmd -N h1");
        await Task.WhenAll(Violence.SucceedsAsync(daemon), Violence.SucceedsAsync(cancelled));
        await killed;
    }

    private static string Queue(HostRig rig, string node) => rig.Slurms("squeue", "-h", "-t", "running,pending", "-w", node, "-o", "%A");

    private static HostLauncher Launcher(HostRig rig, string node)
    {
        var plan = new HostPlan(LauncherKind.Slurm, new Host(node), [new Host(node)]);
        return new HostLauncher(plan, new SlurmShell(plan, rig.Slurm));
    }
}
