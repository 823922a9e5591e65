using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Machine.Holding;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials.Holding;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Programs;

/// <summary>Whole trials whose client is a program, with real servers of ours.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class CommandTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = $"PROTOBENCH_TEST={Guid.NewGuid():N}";

    [Fact]
    public async Task A_run_takes_what_its_program_takes_and_each_begins_in_an_empty_folder()
    {
        // Fails where the last run's file is still there, or the prepared one is not.
        var result = await RunAsync(
            "sh -c 'test -e ready && test ! -e left && touch left && sleep 0.05'", client => client with { Prepare = "touch {dir}/ready" });

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var measured = result.Measurement!;
        Assert.InRange(measured.Outcomes.Completed, 1, 10);
        Assert.Equal(measured.Outcomes.Completed, measured.Outcomes.Total);
        Assert.InRange(measured.Figures!["wall-time"], 50_000, 500_000);
        Assert.True(HistogramText.Decode(measured.Service!).Minimum >= 50_000_000);
        Assert.InRange(measured.AchievedRate!.Value, 0.5, 20);
        Assert.InRange(measured.Figures["user-time"] + measured.Figures["system-time"], 100, 50_000);
        Assert.InRange(measured.Figures["start-time"], 50, 50_000);
        Assert.False(measured.Figures.ContainsKey("packets"));

        // sh and sleep take some MB; the process that starts them has ten times as much.
        Assert.InRange(result.Client!.PeakResidentBytes, 500_000, 15_000_000);
        Assert.Empty(ProcessTree.With(_mark));
        Assert.Empty(LeftFolders(result));
    }

    [Fact]
    public async Task A_window_shorter_than_a_run_holds_one_whole_run()
    {
        var result = await RunAsync("sleep 0.6", scenario: scenario => scenario with { Duration = TimeSpan.FromMilliseconds(200) });

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.Equal(1, result.Measurement!.Outcomes.Completed);
        Assert.InRange(result.Measurement.AchievedRate!.Value, 0.1, 1 / 0.6);
    }

    [Fact]
    public async Task An_open_loop_starts_runs_when_they_are_due_and_counts_the_wait()
    {
        // 25 arrivals a second and one place, which carries 10: the last of them wait for half a second and more.
        var load = new LoadPoint { Name = "open-25", Loop = LoopKind.Open, Rate = 25, InFlight = 1 };
        var result = await RunAsync("sleep 0.1", scenario: scenario => scenario with { Loads = [load] });

        Assert.Equal(TrialStatus.Invalid, result.Status);
        Assert.Contains(result.Reasons, reason => reason.Contains("saturated", StringComparison.Ordinal));
        Assert.Equal(25, result.Measurement!.OfferedRate!.Value, 1.0);
        var (response, service) = (HistogramText.Decode(result.Measurement.Response!), HistogramText.Decode(result.Measurement.Service!));
        Assert.True(response.Maximum > service.Maximum + 300_000_000, $"{response.Maximum} {service.Maximum}");
        Assert.True(result.Measurement.LongestBacklog > 3);
    }

    [Fact]
    public async Task A_first_run_that_fails_fails_its_trial_with_what_the_program_said()
    {
        var result = await RunAsync("sh -c 'echo one; echo two >&2; exit 7'");

        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Equal(
            "the client failed: client 'program' ended with exit code 7; its last words: 'one | two'", Assert.Single(result.Reasons));
    }

    [Fact]
    public async Task A_run_that_fails_later_makes_its_trial_invalid_and_an_expected_code_is_none_that_fails()
    {
        // Every fourth run ends with 3.
        var count = $"n=$(cat {_folder.File("n")} 2>/dev/null || echo 0); echo $((n+1)) > {_folder.File("n")}";
        var script = count + "; sleep 0.02; if [ $((n % 4)) = 3 ]; then echo full; exit 3; fi";
        var result = await RunAsync(script);

        Assert.Equal(TrialStatus.Invalid, result.Status);
        Assert.Matches(
            @"^\d+ of \d+ runs did not succeed, the first: client 'program' ended with exit code 3; its last words: 'full'$",
            result.Reasons[0]);

        var expected = await RunAsync(script, client => client with { Expected = [0, 3] });
        Assert.True(expected.Status == TrialStatus.Succeeded, string.Join("; ", expected.Reasons));
    }

    [Fact]
    public async Task What_hides_from_its_trial_ends_with_it()
    {
        // A session of its own, no environment to be known by, and a parent that has gone.
        var token = Random.Shared.Next(100_000, 999_999).ToString(CultureInfo.InvariantCulture);
        var result = await RunAsync($"sh -c 'env -i setsid sleep 9{token} & sleep 0.02'");

        Assert.NotNull(result.Measurement);
        Assert.Empty(Running($"sleep\u00009{token}"));
    }

    [Fact]
    public async Task A_client_that_is_killed_leaves_nothing_behind()
    {
        var trial = RunAsync("sleep 60", scenario: scenario => scenario with { Timeout = TimeSpan.FromSeconds(60) });
        await Until.Async(() => Sleeping().Count == 1);
        var client = ProcessTree.ParentOf(Sleeping()[0]);

        ProcessCalls.Signal(client, ProcessCalls.Kill);
        var result = await trial;

        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("the client was ended by signal 9", result.Reasons[0], StringComparison.Ordinal);
        await Until.Async(() => ProcessTree.With(_mark).Count == 0);
        await Until.Async(() => !LeftFolders(result).Any());
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_killed_and_told()
    {
        var result = await RunAsync(
            "sh -c 'sleep 1000 & echo waiting; wait'", scenario: scenario => scenario with { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(
            "the client failed: client 'program' had not ended after 0.3 s and was killed, with all that it had started; its last words: "
                + "'waiting'",
            Assert.Single(result.Reasons));
        Assert.Empty(ProcessTree.With(_mark));
    }

    [LinkFact]
    public async Task Over_a_link_a_run_pays_its_round_trips_and_its_packets_are_counted()
    {
        var result = await RunAsync(
            "curl -sS --fail --cacert {ca} {url}/x?r=64",
            scenario: scenario => scenario with
            {
                Arms = [scenario.Arms[0] with { Protocol = "http1", Tls = true }],
                Links = ["wan-20ms"],
                Duration = TimeSpan.FromSeconds(1),
            });

        // A link that a busy machine made late counts here all the same.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));

        // TCP, TLS 1.3 and the exchange: three round trips (RFC 9293, RFC 8446). Each way a handful of packets, an Ethernet frame at most.
        var figures = result.Measurement.Figures!;
        Assert.InRange(HistogramText.Decode(result.Measurement.Service!).Minimum / 1e6, 60, 120);
        Assert.InRange(figures["packets"], 12, 40);
        Assert.InRange(figures[WorkloadFigure.WireBytes], 1_500, 8_000);
        Assert.NotNull(result.Client!.Retransmissions);
    }

    [Fact]
    public async Task Equal_programs_are_not_told_apart_and_a_slower_one_is()
    {
        var scenario = Scenario("", client => client) with { Trials = 3, Duration = TimeSpan.FromMilliseconds(250) };
        string[] commands = ["sleep 0.03", "sleep 0.03", "sleep 0.06"];
        scenario = scenario with
        {
            Arms = [.. commands.Select((_, i) => scenario.Arms[0] with { Label = $"arm{i}", Client = $"program{i}" })],
            Clients = [.. commands.Select((command, i) => scenario.Clients![0] with { Name = $"program{i}", Command = command })],
        };

        // By chance, equal ones are told apart in one of twenty runs: not twice in a row.
        if (await AmongBestAsync(scenario) is not [true, true, false])
        {
            Assert.Equal([true, true, false], await AmongBestAsync(scenario));
        }
    }

    private async Task<IReadOnlyList<bool>> AmongBestAsync(Scenario scenario)
    {
        var plan = TrialPlans.Of(scenario);
        var trials = new List<TrialResult>();
        foreach (var trial in plan.Trials)
        {
            var cell = plan.Cells.Single(one => one.Id == trial.CellId);
            trials.Add(
                await new TrialRunner(scenario, _folder.Path, new SideServers(scenario)).RunAsync(trial, cell, CancellationToken.None));
        }

        var cells = plan.Cells
            .Select(cell => CellSummaries.Of(cell, scenario.Trials, [.. trials.Where(trial => trial.CellId == cell.Id)]))
            .ToList();
        var ranking = Ranking.Of(Metrics.Typical(scenario.Workloads[0]), cells);
        Assert.True(ranking.IsDecidable);
        return [.. ranking.Arms.OrderBy(arm => arm.Cell.Arm, StringComparer.Ordinal).Select(arm => arm.AmongBest)];
    }

    [HyperfineFact]
    public async Task Hyperfine_measures_the_same()
    {
        var json = _folder.File("hyperfine.json");
        var result = await RunAsync(
            "sleep 0.05", scenario: scenario => scenario with { Duration = TimeSpan.FromSeconds(1), Pinning = Pinning.None });
        using var hyperfine = Process.Start(new ProcessStartInfo(
            "hyperfine", ["-N", "--style", "none", "-w", "2", "-r", "15", "--export-json", json, "sleep 0.05"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await hyperfine.WaitForExitAsync();

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var theirs = report.RootElement.GetProperty("results")[0].GetProperty("min").GetDouble() * 1e9;

        // To 50 ms both add what starting and reaping a program takes, 1 to 2 ms. Others on the machine make a run longer and never
        // shorter: the fastest ones tell what the clocks are around.
        var ours = HistogramText.Decode(result.Measurement!.Service!).Minimum;
        Assert.Equal(1, ours / theirs, 0.05);
    }

    public void Dispose()
    {
        ProgramSweeper.Kill(_mark);
        _folder.Dispose();
    }

    private List<int> Sleeping() => [.. ProcessTree.With(_mark).Where(process => ProcessTree.NameOf(process) == "sleep")];

    private static IEnumerable<string> Running(string words) => Directory.EnumerateDirectories("/proc")
        .Where(path => int.TryParse(Path.GetFileName(path), out _))
        .Where(path =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(path, "cmdline")).Contains(words, StringComparison.Ordinal);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });

    // Those of other trials on this machine are younger or older, or another's.
    private static IEnumerable<string> LeftFolders(TrialResult result) => Directory
        .EnumerateDirectories(Path.GetTempPath(), "protobench-client-*")
        .Where(folder => Directory.GetCreationTimeUtc(folder) >= result.Started.UtcDateTime
            && File.Exists(Path.Combine(folder, "ca.pem"))
            && Directory.GetCreationTimeUtc(folder) <= result.Started.UtcDateTime.AddSeconds(result.Seconds));

    private async Task<TrialResult> RunAsync(
        string command, Func<ClientSide, ClientSide>? change = null, Func<Scenario, Scenario>? scenario = null)
    {
        var changed = Scenario(command, change ?? (client => client));
        changed = scenario?.Invoke(changed) ?? changed;
        var plan = TrialPlans.Of(changed);
        return await new TrialRunner(changed, _folder.Path, new SideServers(changed))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Patience.LongLimit);
    }

    private Scenario Scenario(string command, Func<ClientSide, ClientSide> change)
    {
        var mark = _mark.Split('=');
        var client = new ClientSide
        {
            Name = "program",
            Command = command,
            Environment = new Dictionary<string, string> { [mark[0]] = mark[1] },
        };
        var echo = TrialPlans.Echo("http1");
        return echo with
        {
            Workloads = [new Workload { Name = "runs", Kind = "command" }],
            Arms = [echo.Arms[0] with { Client = client.Name }],
            Clients = [change(client)],
        };
    }
}
