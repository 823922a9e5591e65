using System.Diagnostics;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Life;

/// <summary>Sides that get signs of life, as those on other hosts do, and what becomes of them in silence.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LifeTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly string _mark = $"PROTOBENCH_TEST={Guid.NewGuid():N}";

    [Fact]
    public async Task A_child_whose_parent_falls_silent_ends_with_all_that_it_started()
    {
        using var child = Start("drive");
        try
        {
            // One sign of life, an order that takes minutes, and never a word again; its input stays open.
            await child.StandardInput.WriteLineAsync();
            await child.StandardInput.WriteLineAsync(ChildJson.Write(Sleeping()));
            await child.StandardInput.FlushAsync();
            var programs = await UntilAsync(
                () => ProcessTree.With(_mark).Where(process => process != child.Id).ToList(), processes => processes.Count >= 2);
            var watch = Stopwatch.StartNew();

            await child.WaitForExitAsync().WaitAsync(Patience.Limit);

            Assert.InRange(watch.Elapsed.TotalSeconds, 2, Patience.Limit.TotalSeconds);
            await UntilAsync(() => programs.Where(IsAlive).ToList(), left => left.Count == 0);
        }
        finally
        {
            child.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_child_behind_the_gate_of_a_limited_key_starts_no_programs()
    {
        using var child = Start("drive", LimitedKey.Variable);
        try
        {
            await child.StandardInput.WriteLineAsync(ChildJson.Write(Sleeping()));
            await child.StandardInput.FlushAsync();
            var hello = await child.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit);

            var answer = ChildJson.Read((await child.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit))!);

            Assert.Contains("hello", hello, StringComparison.Ordinal);
            Assert.Equal(new Failed("the ssh key of this host starts no programs"), answer);
        }
        finally
        {
            child.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_child_answers_signs_of_life_and_is_not_ended_while_they_come()
    {
        using var child = Start("serve");
        try
        {
            var watch = Stopwatch.StartNew();
            var answers = 0;
            while (watch.Elapsed < SilenceWatch.Interval * (SilenceWatch.MostMissed + 1))
            {
                await child.StandardInput.WriteLineAsync();
                await child.StandardInput.FlushAsync();
                while (await child.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit) is { Length: > 0 })
                {
                    // Its hello.
                }

                answers++;
                await Task.Delay(SilenceWatch.Interval / 2);
            }

            Assert.False(child.HasExited);
            Assert.True(answers > SilenceWatch.MostMissed);
            child.StandardInput.Close();
            await child.WaitForExitAsync().WaitAsync(Patience.Limit);
        }
        finally
        {
            child.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_server_that_falls_silent_fails_its_trial_with_that_reason_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(duration: TimeSpan.FromSeconds(60)) with { Timeout = TimeSpan.FromSeconds(60) };
        var plan = TrialPlans.Of(scenario);
        var runner = new TrialRunner(scenario, folder.Path, new SideServers(scenario)) { EnterServer = ["env", _mark], Beats = true };
        var running = runner.RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);
        var log = Path.Combine(folder.Path, "logs", "0001", "client.log");
        await UntilAsync(
            () => File.Exists(log) ? Text(log) : "", text => text.Contains("connections in", StringComparison.Ordinal));
        var server = Assert.Single(ProcessTree.With(_mark));
        ProcessCalls.Signal(server, Stopped);
        var watch = Stopwatch.StartNew();

        var result = await running.WaitAsync(Patience.LongLimit);

        Assert.Equal(TrialStatus.Failed, result.Status);

        // Who waits for an answer of it when it falls silent names its log, and who does not the middle of the trial.
        Assert.StartsWith(
            "the server is out of reach: nothing was heard of it for 8 s", Assert.Single(result.Reasons), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, SilenceWatch.Interval * SilenceWatch.MostMissed, Patience.Of(TimeSpan.FromSeconds(15)));
        Assert.False(IsAlive(result.ServerProcessId) || IsAlive(result.ClientProcessId));
    }

    // signal(7)
    private const int Stopped = 19;

    private static DriveOrder Sleeping()
    {
        var scenario = TrialPlans.Echo() with
        {
            Workloads = [new Workload { Name = "sleep", Kind = "command" }],
            Arms = [new Arm { Label = "http1", Protocol = "http1", Client = "sleeper" }],
            Clients = [new ClientSide { Name = "sleeper", Command = "sh -c 'sleep 600; true'" }],
        };
        var cell = TrialPlans.Of(scenario).Cells[0];
        return new DriveOrder(
            cell,
            "127.0.0.1:9",
            CertificatePem: null,
            new WarmUp(),
            TimeSpan.FromSeconds(60),
            TimeSpan.FromSeconds(600),
            Seed: 1,
            Client: scenario.Clients[0]);
    }

    private Process Start(string role, string? variable = null)
    {
        var start = new ProcessStartInfo(Executables.Peer, [role, "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var (name, value) = (_mark.Split('=')[0], _mark.Split('=')[1]);
        start.Environment[name] = value;
        if (variable is not null)
        {
            start.Environment[variable] = "1";
        }

        return Process.Start(start)!;
    }

    private static async Task<T> UntilAsync<T>(Func<T> read, Func<T, bool> wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = read();
            if (wanted(value))
            {
                return value;
            }

            Assert.True(watch.Elapsed < Patience.Limit, $"still {value}");
            await Task.Delay(Step);
        }
    }

    private static string Text(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static bool IsAlive(int processId) => Directory.Exists($"/proc/{processId}");
}
