using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Commands;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Connections that come and go, from clients on two hosts at once.</summary>
internal static class DividedHosts
{
    private const string Scenario = """
        title: What does the server of several hosts take?
        protocols: [tcp]
        workloads:
          churn: { kind: churn, request: 64 B, response: 64 B }
          drain: { kind: close, manner: drain }
        loads: [{ closed: 4 }]
        trials: 1
        duration: 400 ms
        warm-up: 200 ms
        design: separate
        """;

    /// <summary>What clients on two hosts open and lose adds up, and sockets of unlike kernels are not told.</summary>
    public static async Task AddUpAsync(HostRig rig, TemporaryFolder folder)
    {
        File.WriteAllText(folder.File("many.yaml"), Scenario);
        using var run = await ProtobenchProcess.RunAsync(
            folder.Path, rig.Environment, "run", "many.yaml", "--hosts", "h1,h2,h3", "-o", "many");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var trials = RunFolder.Open(folder.File("many")).Read().Trials;
        Assert.All(trials, trial =>
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, $"{trial.CellId}: {string.Join("; ", trial.Reasons)}");
            Assert.Equal(["h2", "h3"], trial.ClientParts!.Select(part => part.Host));
            Assert.Equal(trial.Measurement!.Outcomes.Total, trial.ClientParts!.Sum(part => part.Outcomes.Total));
        });

        var churn = trials.Single(trial => trial.CellId.StartsWith("churn", StringComparison.Ordinal)).Measurement!;
        Assert.Equal(churn.Outcomes.Completed, churn.Opened!.Count);
        Assert.Equal(churn.Outcomes.Completed, HistogramText.Decode(churn.Times!["churn-first-answer"]).Count);
        Assert.Equal(["churn-opened"], churn.Figures!.Keys);

        // The server stopped once, by its own clock, and the four connections of both hosts met that.
        var drain = trials.Single(trial => trial.CellId.StartsWith("drain", StringComparison.Ordinal)).Measurement!;
        Assert.Equal(4, HistogramText.Decode(drain.Times!["close-time"]).Count);
        Assert.Equal((0, 0), (drain.Outcomes.Failed, drain.Figures!["close-drain-overdue"]));
        Assert.True(drain.Figures["close-drain-answered"] + drain.Figures["close-drain-lost"] >= 4);
        Assert.DoesNotContain("close-time-wait-client", drain.Figures.Keys);
    }
}
