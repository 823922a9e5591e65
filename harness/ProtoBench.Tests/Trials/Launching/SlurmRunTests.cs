using ProtoBench.Model.Results;
using ProtoBench.Tests.Commands;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>What is run over hosts that ssh reaches, on the nodes of a cluster: the engine is another, and nothing else.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class SlurmRunTests
{
    [SlurmFact]
    public async Task Exchanges_uploads_push_and_three_clients_are_valid_trials_on_the_nodes_of_a_cluster()
    {
        using var rig = HostRig.StartWithSlurm();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), HostRunTests.Scenario);

        using var run = await ProtobenchProcess.RunAsync(
            folder.Path, rig.SlurmVariables, "run", "s.yaml", "--hosts", "h1,h2", "--set", "launcher=slurm", "-o", "over");
        using var three = await ProtobenchProcess.RunAsync(
            folder.Path,
            rig.SlurmVariables,
            "quick",
            "--hosts", "h1,h2,h3",
            "--set", "launcher=slurm",
            "--set", "protocols=[{ protocol: tcp, client-processes: 3 }]",
            "--set", "loads=[{ open: 301/s, in-flight: 6 }]",
            "--trials", "1",
            "--duration", "1s",
            "-o", "three");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var stored = RunFolder.Open(folder.File("over")).Read();
        Assert.Equal(6, stored.Trials.Count);
        Assert.All(stored.Trials, trial =>
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, $"{trial.CellId}: {string.Join("; ", trial.Reasons)}");
            Assert.True(trial is { Server.CpuSeconds: > 0, Client.CpuSeconds: > 0, Hosts: { Server.Host: "h1", Client.Host: "h2" } });
        });
        var divided = Assert.Single(RunFolder.Open(folder.File("three")).Read().Trials);
        Assert.True(divided.Status == TrialStatus.Succeeded, string.Join("; ", divided.Reasons.Concat(divided.Notes)) + three.Error);
        HostRunTests.AddsUp(divided);
        await Violence.UntilAsync(
            () => rig.Slurms("squeue", "--noheader", "--states=running,pending").Length == 0,
            () => "the allocation is left",
            Violence.GoneLimit);
    }
}
