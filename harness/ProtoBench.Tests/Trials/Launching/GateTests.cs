using ProtoBench.Machine;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>The command of a limited key, on a real sshd: trials run through it, and nothing else does.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class GateTests
{
    [RigFact]
    public async Task A_limited_key_runs_trials_of_named_builds_and_nothing_else()
    {
        using var rig = HostRig.Start(without: 1);
        string[] builds = [StagedFolder.OfProgram(Executables.Peer).Name, StagedFolder.OfRuntime()!.Name];
        rig.Limit(GateScript.Text(builds), string.Join(' ', builds));
        await using (var launcher = Launcher(rig))
        {
            await Violence.SucceedsAsync(launcher);
        }

        Assert.Equal("this key only has sides of trials run, and \"id\" is none", Refused(rig, "id"));
        Assert.Equal("this key opens no shell, it only has sides of trials run", Refused(rig));
        Assert.StartsWith("this key only has", Refused(rig, "sh -c 'id' protobench"), StringComparison.Ordinal);
        Assert.StartsWith("another version of ProtoBench", Refused(rig, "sh -c 'id' protobench probe"), StringComparison.Ordinal);
        Assert.Equal("what is asked for has characters that no word of ProtoBench has", Refused(rig, Verb("probe", ";id")));
        Assert.StartsWith(
            $"this key runs the build {builds[0]} {builds[1]} and not peer-0123",
            Refused(rig, Verb("receive", "peer-0123456789abcdef")),
            StringComparison.Ordinal);
        Assert.Equal($"what came is not what {builds[0]} says", Refused(rig, Verb("receive", builds[0])));
        Assert.Equal(
            "LD_PRELOAD is no variable that may be set",
            Refused(rig, Verb("start", builds[0], "protobench-peer", "-", "hello", "9", "-", "shared", "LD_PRELOAD=1")));
        Assert.Equal(
            "sweep is no role in a trial", Refused(rig, Verb("start", builds[0], "protobench-peer", "-", "sweep", "9", "-", "shared")));
        Assert.Contains(builds[0], rig.In(1, $"ls {rig.Cache}/protobench"), StringComparison.Ordinal);

        // Another build than those that are named is not even copied.
        rig.Limit(GateScript.Text(builds), "peer-0123456789abcdef");
        await using var other = Launcher(rig);
        var error = await Assert.ThrowsAsync<TrialFailedException>(() => other.ReadyAsync(null, CancellationToken.None));
        Assert.Contains("who owns the host adds it to authorized_keys", error.Message, StringComparison.Ordinal);
    }

    private static HostLauncher Launcher(HostRig rig) => new(
        new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2")]), new SshShell(rig.Ssh));

    private static string Verb(params string[] words) => $"sh -c '{HostScript.Text}' protobench {string.Join(' ', words)}";

    private static string Refused(HostRig rig, params string[] command)
    {
        var (exit, said) = HostRig.Ask([.. rig.Ssh, "-T", "h1", .. command]);
        Assert.Equal(77, exit);
        return HostCall.LastLine(said).Replace("protobench-gate: ", "", StringComparison.Ordinal);
    }
}
