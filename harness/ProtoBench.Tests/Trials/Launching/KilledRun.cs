using ProtoBench.Model.Results;
using ProtoBench.Tests.Commands;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>A run of the program itself over a rig, which is killed in the middle of its second trial and gone on with.</summary>
internal sealed class KilledRun(HostRig rig, int host, string launcher, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Runs it, kills it, waits until nothing is left, and goes on.</summary>
    /// <param name="isGone">Is nothing left beside processes on the host?</param>
    public async Task KillAndGoOnAsync(Func<bool> isGone)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("killed.yaml"), $"""
            title: Does it go on?
            protocols: [tcp]
            workloads: {'{'} echo: {'{'}{'}'} {'}'}
            hosts: {'{'} server: h{host}, clients: h{host} {'}'}
            launcher: {launcher}
            design: separate
            trials: 2
            duration: 2 s
            warm-up: {'{'} min: 100 ms, max: 300 ms {'}'}
            """);
        using (var killed = ProtobenchProcess.Start(folder.Path, variables, "run", "killed.yaml", "-o", "run"))
        {
            await Violence.UntilAsync(() => Violence.Holds(folder.File("run/logs/0002/client.log"), "connections in"), () => killed.Error);
            killed.Signal("KILL");
        }

        await Violence.NothingIsLeftAsync(rig, host);
        await Violence.UntilAsync(isGone, () => "not all is gone", Violence.GoneLimit);
        var before = await File.ReadAllLinesAsync(folder.File("run/trials.jsonl"));

        using var resumed = await ProtobenchProcess.RunAsync(folder.Path, variables, "run", "--resume", "run");

        var trials = RunFolder.Open(folder.File("run")).Read().Trials;
        Assert.True(trials.Count == 2, resumed.Error);
        Assert.All(trials, trial => Assert.Equal(TrialStatus.Succeeded, trial.Status));
        Assert.Equal(Assert.Single(before), (await File.ReadAllLinesAsync(folder.File("run/trials.jsonl")))[0]);
    }
}
