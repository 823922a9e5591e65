using System.Text.Json;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Results;
using ProtoBench.Protocols;
using ProtoBench.Tests.Trials;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Commands;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class RunCommandTests : IDisposable
{
    private const string Short = """
        title: Does it work?
        protocols: [tcp, unix]
        workloads:
          echo: { request: 64 B, response: 64 B }
        loads: [ { closed: 1 } ]
        trials: 2
        duration: 400 ms
        warm-up: { min: 100 ms, max: 200 ms }
        """;

    private readonly TemporaryFolder _folder = new();

    // What a run starts inherits it: tests beside this one start the same programs.
    private readonly string _mark = $"PROTOBENCH_TEST={Guid.NewGuid():N}";

    [Fact]
    public async Task A_run_leaves_every_file_it_promises_and_exits_with_0()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "short.yaml", "-o", "out", "--json");

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        string[] promised = [
            "plan.json",
            "fingerprint.json",
            "trials.jsonl",
            "report.html",
            "summary.md",
            "results.csv",
            "logs/0001/server.log",
            "logs/0001/client.log",
        ];
        Assert.All(promised, file => Assert.True(File.Exists(_folder.File("out/" + file)), file));
        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.Equal(4, trials.Count);
        Assert.Equal(8, trials.SelectMany(trial => new[] { trial.ClientProcessId, trial.ServerProcessId }).Distinct().Count());
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(2, document.RootElement.GetProperty("cells").GetArrayLength());
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task Without_json_it_prints_a_table_a_verdict_and_the_path_of_the_report()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "short.yaml", "--protocols", "tcp");

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Contains("tcp", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"report: results/runs/\d{8}T\d{6}Z-short/report\.html", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task A_run_of_which_nothing_can_run_is_refused_with_the_reason()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short.Replace("[tcp, unix]", "[tcp, udp]", StringComparison.Ordinal)
            .Replace("request: 64 B", "request: 100 KiB", StringComparison.Ordinal));

        foreach (var dry in (string[][])[[], ["--dry-run"]])
        {
            using var run =
                await ProtobenchProcess.RunAsync(_folder.Path, ["run", "short.yaml", "--filter", "echo/udp/*", "-o", "out", .. dry]);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains(
                "short: nothing would be measured, because none of its 1 cells can run here: ", run.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder.File("out")));
        }
    }

    [Fact]
    public async Task A_process_that_cannot_be_started_fails_its_trials_and_not_the_run()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        var taskset = _folder.File("taskset");
        await File.WriteAllBytesAsync(taskset, [0, 1, 2, 3]);
        System.Diagnostics.Process.Start("chmod", ["+x", taskset]).WaitForExit();
        var environment = new Dictionary<string, string> { ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" };

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, environment, "run", "short.yaml", "-o", "out");

        Assert.True(run.ExitCode == 4, run.Error + run.Output);
        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.Equal(4, trials.Count);
        Assert.All(
            trials, trial => Assert.Contains("taskset could not be started", Assert.Single(trial.Reasons), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_loop_with_one_arm_is_answered_and_its_trials_say_what_the_machine_did()
    {
        File.WriteAllText(_folder.File("open.yaml"), """
            title: How long do users of tcp wait?
            protocols: [tcp]
            workloads: { echo: {} }
            loads: [ { open: 50/s } ]
            trials: 2
            duration: 1 s
            warm-up: 1 s
            """);

        using var validate = await ProtobenchProcess.RunAsync(_folder.Path, "validate", "open.yaml");
        using var dry = await ProtobenchProcess.RunAsync(_folder.Path, "run", "-n", "open.yaml");
        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "open.yaml", "-o", "out");

        Assert.All(
            [validate, dry],
            told => Assert.Contains("p99 needs 20 s at 50/s", string.Join(' ', told.Output.Split()), StringComparison.Ordinal));
        var stored = RunFolder.Open(_folder.File("out")).Read();
        Assert.NotNull(stored.Before);
        Assert.All(stored.Trials, trial => Assert.NotNull(trial.Machine?.OtherShare));
        Assert.All(stored.Trials, trial => Assert.NotNull(trial.Measurement!.BacklogAtStart));

        // On a machine that stalls, no trial may count, or those that count may have missed the rate; else there is an answer.
        var counts = stored.Trials.Any(trial => trial.Status == TrialStatus.Succeeded);
        var said = string.Join(' ', run.Output.Split());
        Assert.Equal(
            counts,
            said.Contains("tcp: p50 ", StringComparison.Ordinal)
                || said.Contains("none has a figure to answer with", StringComparison.Ordinal));
        Assert.Equal(!counts, said.Contains("no answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_load_that_its_link_cannot_carry_is_told_before_anything_runs()
    {
        File.WriteAllText(_folder.File("full.yaml"), """
            title: Does it fit?
            protocols: [tcp]
            workloads: { big: { response: 64 KiB } }
            loads: [ { open: 300/s } ]
            links: [bufferbloat]
            """);

        using var validate = await ProtobenchProcess.RunAsync(_folder.Path, "validate", "full.yaml");
        using var dry = await ProtobenchProcess.RunAsync(_folder.Path, "run", "-n", "full.yaml");

        Assert.All([validate, dry], told => Assert.Contains(
            "bufferbloat carries 10 Mbit/s: it cannot carry this load",
            string.Join(' ', told.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_keeps_the_finished_trials_and_the_run_can_go_on(string signal, int exitCode)
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        using var run = StartMarked();
        await run.SaysAsync("[   1/4]");

        run.Signal(signal);
        await run.EndAsync();

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("--resume out", run.Error, StringComparison.Ordinal);
        var kept = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.InRange(kept.Count, 1, 3);
        Assert.True(File.Exists(_folder.File("out/report.html")));
        await Until.Async(() => ProcessTree.With(_mark).Count == 0);

        using var resumed = await ProtobenchProcess.RunAsync(_folder.Path, "run", "--resume", "out");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        var all = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.Equal([1, 2, 3, 4], all.Select(trial => trial.Number));
        Assert.Equal(kept.Select(trial => trial.Started), all.Take(kept.Count).Select(trial => trial.Started));
    }

    [Fact]
    public async Task A_kill_loses_no_finished_trial_and_leaves_no_process()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        using var run = StartMarked();
        await run.SaysAsync("[   1/4]");
        Assert.NotEmpty(ProcessTree.With(_mark));

        run.Signal("KILL");
        await run.EndAsync();

        Assert.NotEmpty(RunFolder.Open(_folder.File("out")).Read().Trials);
        await Until.Async(() => ProcessTree.With(_mark).Count == 0);
    }

    [Fact]
    public async Task Every_error_of_a_scenario_is_shown_before_anything_starts()
    {
        File.WriteAllText(_folder.File("bad.yaml"), "title: x\nprotocls: [tcp]\nworkloads: { echo: { request: 64 Q } }\n");

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "bad.yaml", "-o", "out");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("bad.yaml:2:1: error PB", run.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:3:", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("rn")]
    [InlineData("run", "--no-such-option")]
    [InlineData("run")]
    [InlineData("serve", "carrier-pigeon")]
    [InlineData("run", "short.yaml", "--filter", "nothing/*")]
    [InlineData("quick", "carrier-pigeon")]
    public async Task A_wrong_command_line_exits_with_2_and_says_why(params string[] arguments)
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_starts_nothing()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "short.yaml", "-n");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("echo/tcp/loopback/closed-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("4 trials of 2 cells", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("results")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_exits_with_3()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        File.WriteAllText(_folder.File("out"), "a file, not a folder");

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "short.yaml", "-o", "out");

        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_path_that_is_too_long_exit_with_3_and_a_sentence()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        using var taken = await ProtobenchProcess.RunAsync(_folder.Path, "serve", "http1", "--listen", listener.LocalEndpoint.ToString()!);
        using var tooLong = await ProtobenchProcess.RunAsync(_folder.Path, "serve", "unix", "--listen", "unix:" + new string('x', 120));
        using var nonsense = await ProtobenchProcess.RunAsync(_folder.Path, "serve", "tcp", "--listen", "nowhere");

        Assert.Equal([3, 3, 2], new[] { taken, tooLong, nonsense }.Select(run => run.ExitCode));
        Assert.Contains("in use", taken.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("107", tooLong.Error, StringComparison.Ordinal);
        Assert.Contains("ADDRESS:PORT", nonsense.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_doctor_validate_and_schema_answer()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);

        using var list = await ProtobenchProcess.RunAsync(_folder.Path, "list", "--json");
        using var doctor = await ProtobenchProcess.RunAsync(_folder.Path, "doctor", "--json");
        using var validate = await ProtobenchProcess.RunAsync(_folder.Path, "validate", "short.yaml");
        using var schema = await ProtobenchProcess.RunAsync(_folder.Path, "schema");

        Assert.Equal([0, 0, 0, 0], new[] { list, doctor, validate, schema }.Select(run => run.ExitCode));
        using var listing = JsonDocument.Parse(list.Output);
        Assert.Equal(ProtocolCatalog.All.Count, listing.RootElement.GetProperty("protocols").GetArrayLength());
        using var findings = JsonDocument.Parse(doctor.Output);
        Assert.All(ProtocolCatalog.All, protocol => Assert.Contains(
            findings.RootElement.EnumerateArray(), finding => finding.GetProperty("subject").GetString() == protocol.Name));
        Assert.Contains("4 trials", validate.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(schema.Output);
    }

    [Fact]
    public async Task A_stored_run_is_shown_and_drawn_again_to_the_same_bytes()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "short.yaml", "-o", "out", "--protocols", "tcp");

        using var show = await ProtobenchProcess.RunAsync(_folder.Path, "show", "out");
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, "report", "out", "-o", "again.html");

        Assert.Equal(0, show.ExitCode);
        Assert.Superset(run.Output.Split('\n').ToHashSet(), show.Output.Split('\n').ToHashSet());
        Assert.Equal(0, report.ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("out/report.html")), File.ReadAllBytes(_folder.File("again.html")));

        using var distributions = await ProtobenchProcess.RunAsync(_folder.Path, "report", "out", "--hgrm", "hgrm");
        Assert.Equal(0, distributions.ExitCode);
        var completed = RunFolder.Open(_folder.File("out")).Read().Trials.Sum(trial => trial.Measurement!.Outcomes.Completed);
        Assert.Matches($@"Total count\s*=\s*{completed}\b", File.ReadAllText(_folder.File("hgrm/echo_tcp_loopback_closed-1.hgrm")));
    }

    public void Dispose() => _folder.Dispose();

    private ProtobenchProcess StartMarked() => ProtobenchProcess.Start(
        _folder.Path, new Dictionary<string, string> { [_mark.Split('=')[0]] = _mark.Split('=')[1] }, "run", "short.yaml", "-o", "out");
}
