using System.Diagnostics;
using ProtoBench.Commands;
using ProtoBench.Machine;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Rounds;
using ProtoBench.Trials.Runs;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class RoundRunnerTests
{
    [Fact]
    public async Task Every_arm_of_a_round_has_its_own_processes_figures_and_costs()
    {
        var results = await RunAsync(TimeSpan.FromSeconds(1), ["tcp", "unix", "http1", "grpc"]);

        Assert.All(results, result =>
        {
            Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
            Assert.Equal(1, result.Round);
            Assert.True(result.Measurement!.Outcomes.Completed > 3, $"{result.Measurement.Outcomes.Completed} exchanges");
            Assert.InRange(result.Measurement.WindowSeconds, 0.9, 1.1);
            Assert.True(result.Client!.CpuSeconds > 0 && result.Server!.CpuSeconds > 0);
            Assert.Equal((result.ClientProcessId, result.ServerProcessId), (result.Client.ProcessId, result.Server.ProcessId));
            Assert.NotNull(result.Machine);
        });
        var processes = results.SelectMany(result => new[] { result.ClientProcessId, result.ServerProcessId }).ToList();
        Assert.Equal(8, processes.Distinct().Count());
        Assert.All(processes, process => Assert.False(Directory.Exists($"/proc/{process}")));
    }

    [Fact]
    public async Task An_arm_whose_server_is_killed_fails_alone()
    {
        var results = await RunAsync(TimeSpan.FromSeconds(4), ["tcp", "http1", "unix"], whenMeasuring: folder =>
        {
            using var process = Process.GetProcessById(OwnChildren.Saying("serve")[0]);
            process.Kill();
        });

        var failed = Assert.Single(results, result => result.Status == TrialStatus.Failed);
        Assert.Contains("the server was ended by signal 9", Assert.Single(failed.Reasons), StringComparison.Ordinal);
        Assert.Equal(2, results.Count(result => result.Measurement is { Outcomes.Completed: > 3 }));
    }

    [Fact]
    public async Task An_interrupted_round_counts_for_nothing_and_leaves_no_process()
    {
        using var interrupt = new CancellationTokenSource();
        var children = new List<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(TimeSpan.FromSeconds(30), ["tcp", "http1"], folder =>
        {
            children.AddRange(OwnChildren.Saying("protobench-peer"));
            interrupt.Cancel();
        }, cancellationToken: interrupt.Token));

        Assert.Equal(4, children.Count);
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    [LinkFact]
    public async Task Arms_share_one_certified_link_and_nobody_is_told_what_all_of_them_sent_again()
    {
        var results = await RunAsync(
            TimeSpan.FromSeconds(1), ["tcp", "http2", "tcp"], link: "lossy-1", congestion: ["reno", null, "cubic"]);

        Assert.All(results, result =>
        {
            // A link that a busy machine made late counts here all the same: no figure is asked for.
            Assert.True(
                result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result), string.Join("; ", result.Reasons));
            Assert.True(result.Measurement!.Outcomes.Completed > 3, $"{result.Measurement.Outcomes.Completed} exchanges");
            Assert.Equal((null, null), (result.Client!.Retransmissions, result.Server!.Retransmissions));
            Assert.Equal((null, null), (result.Client.TcpSentAgain, result.Server.TcpSentAgain));
        });
        Assert.Same(results[0].Link, results[1].Link);

        // Each has its own congestion control all the same.
        Assert.Equal(
            ["http2 cubic", "tcp-cubic cubic", "tcp-reno reno"],
            results.Select(result => $"{result.CellId.Split('/')[1]} {result.Facts!.CongestionControl}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_rest_of_a_round_that_a_kill_cut_short_belongs_to_no_round()
    {
        using var temporary = new TemporaryFolder();
        var plan = TrialPlans.Of(Scenario(TimeSpan.FromMilliseconds(300), ["tcp", "http1", "unix"]));
        var run = new RunResult
        {
            Id = "test",
            Started = DateTimeOffset.UtcNow,
            Command = "",
            Plan = plan,
            Fingerprint = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split),
            Trials = [],
        };
        var kept = new TrialResult
        {
            Number = 1,
            CellId = plan.Trials[0].CellId,
            Repetition = 1,
            Round = 1,
            Status = TrialStatus.Succeeded,
            Started = DateTimeOffset.UtcNow,
            Seconds = 1,
        };
        var folder = RunFolder.Create(temporary.File("run"), run);
        folder.Append(kept);

        await new RunSession(folder, new PlainProgress(TextWriter.Null), new Recording())
            .RunAsync(run with { Trials = [kept] }, CancellationToken.None).WaitAsync(Patience.LongLimit);

        Assert.Equal([1, null, null], folder.Read().Trials.OrderBy(trial => trial.Number).Select(trial => trial.Round));
    }

    private static Scenario Scenario(
        TimeSpan duration, string[] protocols, string link = "loopback", string?[]? congestion = null) =>
        TrialPlans.Echo(duration: duration) with
        {
            Design = TrialDesign.Interleaved,
            Arms =
            [
                .. protocols.Select((protocol, i) => new Arm
                {
                    Label = congestion?[i] is { } name ? $"{protocol}-{name}" : protocol,
                    Protocol = protocol,
                    CongestionControl = congestion?[i],
                }),
            ],
            Links = [link],
        };

    private static async Task<IReadOnlyList<TrialResult>> RunAsync(
        TimeSpan duration,
        string[] protocols,
        Action<string>? whenMeasuring = null,
        string link = "loopback",
        string?[]? congestion = null,
        CancellationToken cancellationToken = default)
    {
        using var folder = new TemporaryFolder();
        var scenario = Scenario(duration, protocols, link, congestion);
        var plan = TrialPlans.Of(scenario);
        var running = new RoundRunner(scenario, folder.Path).RunAsync(
            [.. plan.Trials.Select(trial => (trial, plan.Cells.Single(cell => cell.Id == trial.CellId)))], cancellationToken);
        if (whenMeasuring is not null)
        {
            await AllConnectedAsync(folder.Path, plan.Trials, running);
            whenMeasuring(folder.Path);
        }

        return await running.WaitAsync(Patience.LongLimit, CancellationToken.None);
    }

    // Every client logs a line when it is connected.
    private static async Task AllConnectedAsync(string folder, IReadOnlyList<PlannedTrial> trials, Task running)
    {
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        foreach (var log in trials.Select(trial => Path.Combine(folder, "logs", $"{trial.Number:D4}", "client.log")))
        {
            while (!running.IsCompleted
                && (!File.Exists(log)
                    || !(await File.ReadAllTextAsync(log, limit.Token)).Contains("connections in", StringComparison.Ordinal)))
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }
}
