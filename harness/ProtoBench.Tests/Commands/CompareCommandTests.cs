using System.Text.Json;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>The command on two folders of stored runs.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunResult _before = SyntheticRuns.Quick();

    [Fact]
    public async Task The_same_figures_are_not_slower_and_the_error_of_unpaired_runs_is_said_to_be_wider()
    {
        using var compare = await CompareAsync(_before);

        Assert.True(compare.ExitCode == 0, compare.Error + compare.Output);
        Assert.Contains("0 slower, 0 faster", compare.Output, StringComparison.Ordinal);
        Assert.Contains("not paired: 3 % between sessions was added", compare.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_a_third_slower_is_found_and_ends_with_1()
    {
        using var compare = await CompareAsync(Slower(_before, "tcp", 1.33), "--json");

        Assert.True(compare.ExitCode == 1, compare.Error + compare.Output);
        using var report = JsonDocument.Parse(compare.Output);
        Assert.False(report.RootElement.GetProperty("paired").GetBoolean());
        var slower = report.RootElement.GetProperty("metrics").EnumerateArray()
            .Where(metric => metric.GetProperty("verdict").GetString()!.Equals("slower", StringComparison.OrdinalIgnoreCase))
            .Select(metric => $"{metric.GetProperty("cellName").GetString()} {metric.GetProperty("metric").GetString()}");
        Assert.Equal(
            ["tcp p50", "tcp p90", "tcp throughput"], slower.Where(name => !name.EndsWith("p99", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Across_environments_nothing_is_judged_until_it_is_asked_for()
    {
        var after = Slower(_before, "tcp", 1.33);
        after = after with { Fingerprint = after.Fingerprint with { Kernel = "another one" } };

        using var refused = await CompareAsync(after);
        using var judged = await ProtobenchProcess.RunAsync(_folder.Path, "compare", "before", "after", "--across-environments");

        Assert.True(refused.ExitCode == 5, refused.Error + refused.Output);
        Assert.Contains("another one", refused.Output, StringComparison.Ordinal);
        Assert.Contains("\nNot judged: the environments differ", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was judged.", refused.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ *(tcp +)?throughput .* not judged$", refused.Output);
        Assert.DoesNotContain("inconclusive", refused.Output, StringComparison.Ordinal);
        Assert.True(judged.ExitCode == 1, judged.Error + judged.Output);
    }

    [Fact]
    public async Task Links_of_different_backends_are_never_compared()
    {
        var before = SyntheticRuns.All["links"].Value;
        var after = before with { Trials = [.. before.Trials.Select(OverNetem)] };

        using var compare = await CompareAsync(before, after, "--json");

        Assert.True(compare.ExitCode == 5, compare.Error + compare.Output);
        using var report = JsonDocument.Parse(compare.Output);
        Assert.DoesNotContain(
            report.RootElement.GetProperty("metrics").EnumerateArray(),
            metric => metric.GetProperty("cellName").GetString()!.Contains("wan-40ms", StringComparison.Ordinal));
        Assert.Contains("tun emulated its link in the base run, netem in the new one", compare.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_does_something_else_in_the_new_run_is_not_compared()
    {
        var before = SyntheticRuns.All["links"].Value;

        using var compare = await CompareAsync(Over(before, "delay: 20 ms"), Over(before, "delay: 25 ms"), "--json");

        Assert.True(compare.ExitCode == 5, compare.Error + compare.Output);
        using var report = JsonDocument.Parse(compare.Output);
        var cells = report.RootElement
            .GetProperty("metrics")
            .EnumerateArray()
            .Select(metric => metric.GetProperty("cellName").GetString()!)
            .ToList();
        Assert.DoesNotContain(cells, cell => cell.Contains("wan-40ms", StringComparison.Ordinal));
        Assert.Contains(cells, cell => cell.Contains("loopback", StringComparison.Ordinal));
        var notes = report.RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).ToList();
        Assert.Contains(
            notes, note => note.Contains(
                "its link is different in the new run (each way: delay 20 ms; congestion control cubic → each way: delay 25 ms",
                StringComparison.Ordinal));
        Assert.Single(notes, note => note.StartsWith("Whether lan is the same link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_without_a_run_is_wrong_input()
    {
        using var compare = await ProtobenchProcess.RunAsync(_folder.Path, "compare", "nowhere", "neither");

        Assert.Equal(2, compare.ExitCode);
        Assert.StartsWith("protobench: ", compare.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", compare.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "has 0 of 35 planned trials")]
    [InlineData(20_000, "planned trials; 'protobench run --resume'")]
    public async Task Trials_that_a_kill_cut_off_are_named_and_no_command_calls_the_run_whole(int bytes, string words)
    {
        StoredRun.Write(_before, _folder.File("before"));
        StoredRun.Write(_before, _folder.File("after"));
        using (var trials = File.OpenWrite(_folder.File("after/trials.jsonl")))
        {
            trials.SetLength(bytes);
        }

        foreach (var command in (string[][])[
            ["show", "after"],
            ["report", "after", "-o", "page.html"],
            ["export", "after", "-f", "bencher"],
            ["export", "after", "-f", "junit"],
        ])
        {
            using var one = await ProtobenchProcess.RunAsync(_folder.Path, command);
            Assert.True(one.ExitCode == 4, string.Join(' ', command) + one.Error);
            Assert.Contains(words, one.Error, StringComparison.Ordinal);
        }

        foreach (var command in (string[])["compare", "gate"])
        {
            using var one = await ProtobenchProcess.RunAsync(_folder.Path, command, "before", "after");
            Assert.True(one.ExitCode == 4, command + one.Error);
            Assert.Contains("of 5 planned trials of the new run were run", one.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<ProtobenchProcess> CompareAsync(RunResult after, params string[] options) => CompareAsync(_before, after, options);

    private Task<ProtobenchProcess> CompareAsync(RunResult before, RunResult after, params string[] options)
    {
        StoredRun.Write(before, _folder.File("before"));
        StoredRun.Write(after with { Id = after.Id + "-again" }, _folder.File("after"));
        return ProtobenchProcess.RunAsync(_folder.Path, ["compare", "before", "after", .. options]);
    }

    private static RunResult Over(RunResult run, string line) => run with
    {
        Plan = run.Plan with
        {
            Scenario = run.Plan.Scenario with
            {
                LinkProfiles = [new LinkProfileSource { Name = "wan-40ms", Text = $"title: t\nsource: s\n{line}\n" }],
            },
        },
    };

    private static RunResult Slower(RunResult run, string label, double factor) => run with
    {
        Trials =
        [
            .. run.Trials.Select(trial => trial.CellId.Split('/')[1] != label ? trial : trial with
            {
                ResponseMicroseconds = Times(trial.ResponseMicroseconds!, factor),
                Measurement = trial.Measurement! with { AchievedRate = trial.Measurement.AchievedRate / factor },
            }),
        ],
    };

    private static LatencySummary Times(LatencySummary latency, double factor) =>
        latency with { P50 = latency.P50 * factor, P90 = latency.P90 * factor, P99 = latency.P99 * factor };

    private static TrialResult OverNetem(TrialResult trial) => trial.Link is not { } link
        ? trial
        : trial with
        {
            Link =
            link with { Certificate = link.Certificate with { Facts = link.Certificate.Facts with { Backend = "netem", Seed = null } } }
        };
}
