using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Tests.Reports;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Runs;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>A run that loses one of two clients' hosts between two trials.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class LostHostRunTests
{
    [RigFact]
    public async Task It_goes_on_with_the_other_and_a_run_that_goes_on_measures_the_rest_as_asked()
    {
        using var rig = HostRig.Start();
        using var files = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(trials: 2) with
        {
            Loads = [new LoadPoint { Name = "closed-2", InFlight = 2 }],
            Hosts = new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2"), new Host("h3")]),
        });
        var run = SyntheticRuns.Quick() with { Plan = plan, Trials = [], Hosts = null };
        var folder = RunFolder.Create(files.File("run"), run);
        await using var launcher = new HostLauncher(plan.Scenario.Hosts!, new SshShell(rig.Ssh));

        var (lost, cut) = await RunAsync(run, folder, launcher, () => Lose(rig, launcher));

        Assert.Equal([TrialStatus.Succeeded, TrialStatus.Invalid], cut.Trials.Select(trial => trial.Status));
        Assert.Equal(["h2", "h2"], cut.Trials[1].ClientParts!.Select(part => part.Host));
        Assert.Equal("h3 was out of reach, and 1 of 2 trials ran without it and do not count", lost);

        rig.In(3, rig.Sshd(3));
        var (none, whole) = await RunAsync(folder.Read(), folder, launcher, () => { });

        Assert.Null(none);
        Assert.Equal([1, 2], whole.Trials.Select(trial => trial.Number));
        Assert.All(folder.Read().Trials, trial => Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons)));
        Assert.Equal(["h2", "h3"], whole.Trials[1].ClientParts!.Select(part => part.Host));
    }

    // Until ssh has noticed, a trial would begin and fail.
    private static void Lose(HostRig rig, HostLauncher launcher)
    {
        rig.In(3, "pkill -KILL -x sshd");
        for (var attempt = 0; IsReady(); attempt++)
        {
            Assert.True(attempt < 200, "h3 is still reached");
            Thread.Sleep(50);
        }

        bool IsReady() => Task.Run(async () =>
        {
            try
            {
                await launcher.ReadyAsync(null, CancellationToken.None);
                return true;
            }
            catch (TrialFailedException)
            {
                return false;
            }
        }).GetAwaiter().GetResult();
    }

    private static async Task<(string? Lost, RunResult Run)> RunAsync(
        RunResult run, RunFolder folder, HostLauncher launcher, Action afterTheFirst)
    {
        var session = new RunSession(folder, new Progress(afterTheFirst), new Recording(), launcher)
        {
            Wait = (_, _) => Task.CompletedTask,
        };
        var ended = await session.RunAsync(run, CancellationToken.None).WaitAsync(2 * Patience.LongLimit);
        return (session.Lost, ended);
    }

    private sealed class Progress(Action ended) : IRunProgress
    {
        public void Begin(RunResult run, string folder)
        {
        }

        public void TrialStarting(PlannedTrial trial, Cell cell)
        {
        }

        public void TrialEnded(Cell cell, TrialResult result)
        {
            if (result.Number == 1)
            {
                ended();
            }
        }

        public void Dispose()
        {
        }
    }
}
