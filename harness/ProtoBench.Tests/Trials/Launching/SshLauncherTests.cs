using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Trials whose sides run on hosts that are reached by ssh. The third of them has no .NET.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class SshLauncherTests
{
    [RigFact]
    public async Task Server_and_client_run_on_hosts_of_their_own_and_nothing_is_left_there()
    {
        using var rig = HostRig.Start(without: 3);
        var (launcher, folder) = (Launcher(rig, "h1", "h2"), "");
        await using (launcher)
        {
            foreach (var protocol in new[] { "tcp", "http1" })
            {
                var result = await RunAsync(launcher, TrialPlans.Echo(protocol));

                Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
                Assert.True(result.Measurement!.Outcomes.Completed > 3, $"{result.Measurement.Outcomes.Completed} exchanges");

                // The clocks of the hosts are 100,000 s apart; without a map between them nothing would have been used in the window.
                Assert.True(result.Server!.CpuSeconds > 0 && result.Client!.CpuSeconds > 0);
            }

            Assert.Equal(rig.Address(1), launcher.Server.Address);
            folder = Path.GetDirectoryName(launcher.Launch(launcher.Server, Hello).Start.ArgumentList[rig.Ssh.Count + 1])!;
            Assert.Equal("700", HostRig.Read("stat", "--format=%a", folder));
        }

        Assert.False(Directory.Exists(folder));
        Assert.All([1, 2], host => Assert.DoesNotContain("protobench-peer", rig.In(host, "ps axww"), StringComparison.Ordinal));

        // What lies there is looked at again by the next run, and replaced where it is not what its name says.
        rig.In(1, $"echo x >>$(ls -d {rig.Cache}/protobench/peer-*)/protobench-peer.dll");
        await using var withoutRuntime = Launcher(rig, "h1", "h3");

        var mended = await RunAsync(withoutRuntime, TrialPlans.Echo());

        Assert.True(mended.Status == TrialStatus.Succeeded, string.Join("; ", mended.Reasons.Concat(mended.Notes)));
        Assert.Matches("runtime-[0-9a-f]{16}", rig.In(3, $"ls {rig.Cache}/protobench"));
        Assert.DoesNotMatch("runtime-", rig.In(1, $"ls {rig.Cache}/protobench"));
    }

    [RigFact]
    public async Task A_host_that_cannot_be_reached_is_told_with_what_ssh_said()
    {
        await using var launcher = new HostLauncher(
            new HostPlan(LauncherKind.Ssh, new Host("nowhere.invalid"), [new Host("nowhere.invalid")]), new SshShell(["ssh"]));

        var error = await Assert.ThrowsAsync<TrialFailedException>(() => launcher.ReadyAsync(null, CancellationToken.None));

        Assert.StartsWith("nowhere.invalid cannot be reached: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("resolve", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "'ssh -o BatchMode=yes nowhere.invalid true' must work without a question", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Such as one whose glibc is older than that of where it was built.</summary>
    [RigFact]
    public async Task A_host_that_cannot_run_native_code_is_told_to_who_asks_for_it_and_to_nobody_else()
    {
        const string Refusing = "case \"$*\" in *protobench-peer-aot*) echo 'GLIBC_2.99 not found' >&2; exit 1 ;; esac; exec \"$@\"";
        Assert.NotNull(Executables.NativePeer);
        using var rig = HostRig.Start();
        var host = new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2")]);
        await using var launcher = new HostLauncher(host, new SshShell(["sh", "-c", Refusing, "sh", .. rig.Ssh]));
        await launcher.ReadyAsync(null, CancellationToken.None);

        var error = Assert.Throws<TrialFailedException>(
            () => launcher.Launch(launcher.Server, Hello with { Runtime = new RuntimeSettings { Code = PeerCode.Aot } }));
        Assert.StartsWith("h1 cannot run what was compiled ahead of time (", error.Message, StringComparison.Ordinal);
        Assert.Contains("GLIBC_2.99 not found", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("write runtime: { code: jit }", error.Message, StringComparison.Ordinal);

        var scenario = TrialPlans.Echo() with { Runtime = new RuntimeSettings { Code = PeerCode.Jit } };
        var result = await RunAsync(launcher, scenario);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
    }

    private static ChildCommand Hello { get; } =
        new("hello", new RuntimeSettings(), Processors: null, Enter: [], TimeSpan.FromSeconds(30));

    private static HostLauncher Launcher(HostRig rig, string server, string client) =>
        new(new HostPlan(LauncherKind.Ssh, new Host(server), [new Host(client)]), new SshShell(rig.Ssh));

    private static async Task<TrialResult> RunAsync(ILauncher launcher, Scenario scenario)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(scenario);
        return await new TrialRunner(scenario, folder.Path, new SideServers(scenario), launcher: launcher)
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
    }
}
