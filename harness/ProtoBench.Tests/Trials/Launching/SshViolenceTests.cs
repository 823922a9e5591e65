using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>
/// Whatever is done to the sides of a trial on other hosts, it has failed within 15 s with the reason that is true, and within 30 s nothing
/// of it is left. Trials that judge no time run beside each other here, each on hosts of its own.
/// </summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class SshViolenceTests
{
    // As the kernel has it in /proc/PID/cmdline: not timeout(1) and unshare(1) before it.
    private const string Kill = "pkill -KILL -f '^/[^ ]*/protobench-peer(-aot)? ";

    [RigFact]
    public async Task Sides_that_are_killed_or_stand_still_fail_their_trial_with_that_reason()
    {
        using var rig = HostRig.Start();
        await using HostLauncher first = Launcher(rig, "h1"), second = Launcher(rig, "h2"), third = Launcher(rig, "h3");

        var results = await Task.WhenAll(
            Violence.DoneToAsync(first, () => rig.In(1, Kill + "serve'")),
            Violence.DoneToAsync(second, () => rig.In(2, Kill + "drive'")),
            Violence.DoneToAsync(third, () => rig.In(3, "{ sleep 0.5; kill -STOP -1; sleep 5; kill -CONT -1; } >/dev/null 2>&1 &")));

        Assert.All(results, result => Assert.Equal(TrialStatus.Failed, result.Status));
        Assert.StartsWith("the server on h1 was ended by signal 9", Assert.Single(results[0].Reasons), StringComparison.Ordinal);
        Assert.StartsWith("the client on h2 was ended by signal 9", Assert.Single(results[1].Reasons), StringComparison.Ordinal);
        Assert.Matches(
            "^the (server|client) on h3 stood still: h3 was silent for [2-6]\\.[0-9] s while it was measured, so it was ended",
            Assert.Single(results[2].Reasons));
        await Task.WhenAll(new[] { 1, 2, 3 }.Select(host => Violence.NothingIsLeftAsync(rig, host)));
        await Task.WhenAll(new[] { first, second, third }.Select(one => Violence.SucceedsAsync(one)));
    }

    [RigFact]
    public async Task A_host_that_is_lost_fails_its_trial_and_a_run_goes_on_when_it_is_back()
    {
        using var rig = HostRig.Start();
        await using HostLauncher cut = Launcher(rig, "h1", "h2"), shut = Launcher(rig, "h3");

        var killed = KilledAsync(rig);
        var results = await Task.WhenAll(
            Violence.DoneToAsync(cut, () => rig.Cut(1)),
            Violence.DoneToAsync(shut, () => rig.In(3, "pkill -KILL -x sshd")));

        Assert.All(results, result => Assert.Equal(TrialStatus.Failed, result.Status));
        Assert.StartsWith("the server on h1 is out of reach: ", Assert.Single(results[0].Reasons), StringComparison.Ordinal);
        Assert.Matches("^the (server|client) on h3 is out of reach: the connection to h3 was lost", Assert.Single(results[1].Reasons));
        await Task.WhenAll(new[] { 1, 2, 3 }.Select(host => Violence.NothingIsLeftAsync(rig, host)));
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => shut.ReadyAsync(null, CancellationToken.None));
        Assert.StartsWith("h3 cannot be reached: ", error.Message, StringComparison.Ordinal);
        rig.Mend(1);
        rig.In(3, rig.Sshd(3));
        await Task.WhenAll(Violence.SucceedsAsync(cut), Violence.SucceedsAsync(shut));
        await killed;
    }

    // Of the program's ssh nothing is left either.
    private static async Task KilledAsync(HostRig rig)
    {
        var own = rig.Ssh[2] + "-of-the-killed";
        File.Copy(rig.Ssh[2], own);
        await new KilledRun(rig, 2, "ssh", new Dictionary<string, string> { [SshShell.Variable] = $"ssh -F {own}" })
            .KillAndGoOnAsync(() => HostRig.Read("sh", "-c", $"pgrep -f '^ssh -F {own} ' || true").Length == 0);
    }

    // No namespace has a wall clock of its own, and that of the machine is not ours to step: programs on the hosts are told another time.
    [RigFact("/usr/bin/cc")]
    public async Task A_wall_clock_that_is_stepped_by_an_hour_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var clock = folder.File("clock.so");
        HostRig.Read("cc", "-shared", "-fPIC", "-O2", "-o", clock, HostRig.Source("clock.c"));
        using var rig = HostRig.StartWith(clock);
        await using HostLauncher server = Launcher(rig, "h1", "h2"), client = Launcher(rig, "h3");

        var results = await Task.WhenAll(
            Violence.DoneToAsync(server, () => rig.In(1, "touch /run/clock-step"), TimeSpan.FromSeconds(2), "http3"),
            Violence.DoneToAsync(client, () => rig.In(3, "touch /run/clock-step"), TimeSpan.FromSeconds(2), "grpc"));

        Assert.All(results, result => Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons)));
        await Violence.SucceedsAsync(server, "http3");
    }

    private static HostLauncher Launcher(HostRig rig, string server, string? client = null) => new(
        new HostPlan(LauncherKind.Ssh, new Host(server), [new Host(client ?? server)]), new SshShell(rig.Ssh));
}
