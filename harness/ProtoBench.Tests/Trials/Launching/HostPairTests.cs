using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Tests.Commands;
using ProtoBench.Trials.Launching;
using ProtoBench.Trials.Pairs;
using Xunit;

namespace ProtoBench.Tests.Trials.Launching;

/// <summary>Comparisons in pairs whose server is on one host and whose client is on another: to their end, given up, and cut off.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Hosts)]
public sealed class HostPairTests
{
    private const string Scenario = """
        title: Does it differ between hosts?
        protocols: [tcp]
        workloads: { echo: {} }
        loads: [ { closed: 1 } ]
        duration: 300 ms
        warm-up: { min: 100 ms, max: 300 ms }
        network: rig
        """;

    [RigFact]
    public async Task Pairs_between_two_hosts_are_judged_with_their_hosts_and_network_and_leave_nothing()
    {
        using var rig = HostRig.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), Scenario);

        using var ab = await ProtobenchProcess.RunAsync(
            folder.Path, rig.Environment, "ab", "s.yaml", "--hosts", "h1,h2", "--pairs", "3", "--confirm", "0", "-o", "out");

        await JudgedAsync(folder.File("out"), ab, rig);
    }

    [SlurmFact]
    public async Task The_same_on_the_nodes_of_a_cluster()
    {
        using var rig = HostRig.StartWithSlurm();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), Scenario);

        using var ab = await ProtobenchProcess.RunAsync(
            folder.Path,
            rig.SlurmVariables,
            "ab", "s.yaml", "--hosts", "h1,h2", "--set", "launcher=slurm", "--pairs", "3", "--confirm", "0", "-o", "out");

        await JudgedAsync(folder.File("out"), ab, rig);
        await Violence.UntilAsync(
            () => rig.Slurms("squeue", "--noheader", "--states=running,pending").Length == 0,
            () => "the allocation is left",
            Violence.GoneLimit);
    }

    [RigFact]
    public async Task Who_gives_it_up_keeps_the_pairs_that_have_ended_and_leaves_nothing()
    {
        using var rig = HostRig.Start();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), Scenario);

        using var ab = ProtobenchProcess.Start(
            folder.Path, rig.Environment, "ab", "s.yaml", "--hosts", "h1,h2", "--pairs", "900", "-o", "out");
        await ab.SaysAsync("\n  2/900 ");
        ab.Signal("INT");
        await ab.EndAsync();

        Assert.True(ab.ExitCode == 130, ab.Error);
        var kept = PairFolder.Read(folder.File("out")).Pairs;
        Assert.InRange(kept.Count, 2, 899);
        Assert.Contains($"\nstopped; {kept.Count} pairs kept\n", ab.Error, StringComparison.Ordinal);
        Assert.Contains($"only {kept.Count} of 900 planned pairs were run", ab.Output, StringComparison.Ordinal);
        await Violence.NothingIsLeftAsync(rig, 1);
        await Violence.NothingIsLeftAsync(rig, 2);
    }

    [RigFact]
    public async Task A_host_that_is_cut_off_fails_its_pair_and_ends_the_comparison_with_the_reason()
    {
        using var rig = HostRig.Start();
        using var files = new TemporaryFolder();
        var run = Run(pairs: 5);
        await using var launcher = new HostLauncher(run.Header.New.Scenario.Hosts!, new SshShell(rig.Ssh));
        await launcher.ReadyAsync(null, CancellationToken.None);
        var folder = PairFolder.Create(files.File("out"), run);
        var waited = new List<double>();
        var session = new PairSession(folder, new ComparisonRule(), new Progress(() => rig.Cut(2)), launcher)
        {
            Wait = (time, _) =>
            {
                waited.Add(time.TotalSeconds);
                return Task.CompletedTask;
            },
        };

        var ended = await session.RunAsync(run, CancellationToken.None).WaitAsync(2 * Patience.LongLimit);

        // The cable is pulled behind the first pair: the second does not begin, or fails for that reason.
        Assert.True(ended.Pairs[0].Counts, string.Join("; ", ended.Pairs[0].Base.Reasons.Concat(ended.Pairs[0].New.Reasons)));
        Assert.InRange(ended.Pairs.Count, 1, 2);
        Assert.All(ended.Pairs.Skip(1), pair => Assert.Contains("h2", Assert.Single(pair.Base.Reasons), StringComparison.Ordinal));
        Assert.Equal([1, 5, 20], waited);
        Assert.Contains("h2", session.Lost, StringComparison.Ordinal);
        Assert.Equal(ended.Pairs.Count, PairFolder.Read(files.File("out")).Pairs.Count);

        rig.Mend(2);
        await Violence.NothingIsLeftAsync(rig, 1);
        await Violence.NothingIsLeftAsync(rig, 2);
    }

    private static async Task JudgedAsync(string folder, ProtobenchProcess ab, HostRig rig)
    {
        // On a busy machine slices this short may hold too few exchanges to be judged.
        Assert.True(ab.ExitCode is 0 or 1 or 4 or 5, ab.Error + ab.Output);
        var run = PairFolder.Read(folder);
        Assert.Equal([("h1", "server"), ("h2", "client")], run.Header.Hosts!.Select(host => (host.Name, host.Role)));
        Assert.All(run.Header.Base.Cells, cell => Assert.Equal("echo/tcp/rig/closed-1", cell.Id));
        Assert.Equal([1, 2, 3], run.Pairs.Select(pair => pair.Repetition));
        foreach (var trial in run.Pairs.SelectMany(pair => new[] { pair.Base, pair.New }))
        {
            Assert.True(trial.Status != TrialStatus.Failed, string.Join("; ", trial.Reasons));
            Assert.True(trial is { Hosts: { Server.Host: "h1", Client.Host: "h2" }, Clocks: not null });
            Assert.True(trial.Measurement!.Outcomes.Completed > 3, $"{trial.Measurement.Outcomes.Completed} exchanges");
            var path = Assert.Single(trial.Paths!);
            Assert.Equal(("h2", "h1", null), (path.From, path.To, path.WhyNot));
        }

        var page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
        Assert.Contains("Machine and software of the server, h1", page, StringComparison.Ordinal);
        Assert.Contains("Network rig, h2 to h1: round trip", page, StringComparison.Ordinal);
        await Violence.NothingIsLeftAsync(rig, 1);
        await Violence.NothingIsLeftAsync(rig, 2);
    }

    private static PairRun Run(int pairs)
    {
        var plan = TrialPlans.Of(TrialPlans.Echo() with
        {
            Hosts = new HostPlan(LauncherKind.Ssh, new Host("h1"), [new Host("h2")]),
        });
        var side = new PairSide { Label = "this build", Scenario = plan.Scenario, Cells = plan.Cells };
        return new PairRun
        {
            Header = new PairHeader
            {
                Id = "ab",
                Started = DateTimeOffset.UtcNow,
                Command = "",
                Base = side,
                New = side,
                Pairs = pairs,
                ConfirmingPairs = 0,
            },
            Fingerprint = Machine.FingerprintReader.Read(plan.Scenario.Runtime, plan.Scenario.Pinning),
            Pairs = [],
        };
    }

    private sealed class Progress(Action afterTheFirst) : IPairProgress
    {
        public void StageStarting(int stage, IReadOnlyList<Cell> cells, int pairs)
        {
        }

        public void PairEnded(Cell cell, PairResult pair, int done, int planned)
        {
            if (done == 1)
            {
                afterTheFirst();
            }
        }
    }
}
