using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Documents;

/// <summary>Every command line of the documents is run by a shell, as a reader would paste it, with less to measure.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class DocumentedCommandTests : IDisposable
{
    // Short enough for all of them to end within a minute. Exit code 4 is as good as 0: what so short a trial is worth is not the question
    // here.
    private const string Shorter = " --set trials=1 --set duration=100ms --set warm-up=50ms";

    private const string Loopback = Shorter + " --set 'links=[loopback]'";

    private static readonly int[] Measured = [0, 4];
    private static readonly int[] Compared = [0, 1, 4, 5];

    /// <summary>What is done with a command line of the documents: what it is replaced by, what is added, and how it may end.</summary>
    private sealed record Use(
        string? Instead = null,
        string Add = "",
        int[]? Exits = null,
        string? UntilItPrints = null,
        bool OverLink = false,
        bool ReadOnly = false,
        string? InPackagesTest = null);

    private static readonly Dictionary<string, Use> Uses = new()
    {
        // These change the system; scripts/test-packages.sh installs into a layer over it, or into empty folders.
        ["sudo apt-get install ./artifacts/protobench_*_amd64.deb"] = new(InPackagesTest: "dpkg --no-triggers --install"),
        ["tar -xzf artifacts/protobench-*-linux-x64.tar.gz -C ~/.local --strip-components=1"] =
            new(InPackagesTest: "tar --extract --gzip --file"),
        ["dotnet tool install --global protobench --source artifacts"] = new(InPackagesTest: "dotnet tool install protobench"),
        ["scripts/package.sh"] = new(ReadOnly: true),
        ["protobench quick"] = new(Instead: "scripts/protobench quick tcp", Add: Shorter, Exits: Measured),
        ["protobench list"] = new(Instead: "scripts/protobench list"),
        ["protobench template github > .github/workflows/protobench.yml"] = new(Instead: "scripts/protobench template github"),
        ["protobench template gitlab > .gitlab-ci.yml"] = new(Instead: "scripts/protobench template gitlab"),

        // Both end with scripts/test.sh itself, which runs these tests and then the first command.
        ["scripts/bench.sh"] = new(ReadOnly: true),
        ["scripts/test.sh"] = new(ReadOnly: true),
        ["scripts/protobench quick tcp http2 grpc"] = new(Add: Shorter, Exits: Measured),
        ["scripts/protobench url https://127.0.0.1:8443/api --link wan-40ms --rate 200/s"] = new(
            Instead: "scripts/protobench url 'http://127.0.0.1/x?r=5' --protocols http1 --rate 200/s --server "
                + "\"$PWD/scripts/protobench serve {protocol} --listen {address}:{port}\"",
            Add: Shorter,
            Exits: Measured),
        ["scripts/protobench run nginx"] = new(Add: Loopback + " --protocols http1", Exits: Measured),
        ["scripts/protobench run commands"] = new(Add: Loopback + " --set timeout=5s", Exits: Measured),
        ["scripts/protobench run scenarios/echo.yaml"] = new(Add: Shorter + " --protocols tcp,unix", Exits: Measured),
        ["scripts/protobench run scenarios/load-curve.yaml --protocols http1,http2 --set trials=3 -n"] = new(),
        ["scripts/protobench run --resume results/runs/..."] = new(
            // A run of other conditions is not gone on with, so it has to be one of this machine.
            Instead: "scripts/protobench run scenarios/echo.yaml --protocols unix -o results/runs/begun"
                + Shorter
                + "; scripts/protobench run --resume results/runs/begun", Exits: Measured),
        ["scripts/protobench run scenarios/head-of-line.yaml --live"] = new(Add: Loopback + " --protocols http2", Exits: Measured),
        ["scripts/protobench report results/runs/..."] = new(),
        ["scripts/protobench report RUN RUN --label A=before --label B=after -o both/"] = new(),
        ["scripts/protobench link run wan-40ms --server 'iperf3 -s -1' -- iperf3 -c 10.99.0.2"] = new(Add: " -t 1", OverLink: true),
        ["scripts/protobench link check lossy-1"] = new(Add: " --quick", Exits: [0, 1, 4], OverLink: true),
        ["scripts/protobench serve http1 --listen 127.0.0.1:8080"] = new(
            Instead: "scripts/protobench serve http1 --listen 127.0.0.1:0", UntilItPrints: "curl --http1.1 http://127.0.0.1:"),

        // There are no such hosts here; HostsDoctorTests and HostRunTests have some.
        ["scripts/protobench doctor --hosts perf1,perf2,perf3"] = new(Exits: [3]),
        ["scripts/protobench run echo --hosts perf1,perf2,perf3 --protocols tcp,http1 "
            + "--set network=rack-10g --set 'loads=[{ open: 1 k/s }]'"] = new(Add: " -n"),
        ["scripts/protobench ab echo --hosts perf1,perf2 --protocols http1 --new-set runtime.server-gc=true"] = new(Exits: [3]),
        ["scripts/protobench quick tcp http1 --hosts perf1,perf2"] = new(Add: " -n"),
        ["scripts/protobench quick tcp http1 --hosts n1,n2 --set launcher=slurm --set slurm.partition=bench"] = new(Add: " -n"),
        ["scripts/protobench template ssh-gate > protobench-gate"] = new(Instead: "scripts/protobench template ssh-gate"),
        ["scripts/protobench doctor"] = new(Exits: [0, 3]),
        ["scripts/protobench ab scenarios/quick.yaml --base git:HEAD~1 --new this"] = new(
            // Building a commit takes minutes and needs a clone; AbCommandTests build one.
            Instead: "scripts/protobench ab scenarios/quick.yaml --base this --new this", Add: " --set duration=150ms --set "
                + "warm-up=50ms --protocols tcp --pairs 3 --confirm 0 -o results/runs/run-ab", Exits: Compared),
        ["scripts/protobench gate results/runs/...-ab --policy gates.yaml"] = new(Exits: Compared),
        ["scripts/protobench compare RUN RUN"] = new(Exits: Compared),
        ["scripts/protobench history add RUN; scripts/protobench history check"] = new(),
        ["scripts/protobench history show --png series/"] =
            new(Instead: "scripts/protobench history add RUN && scripts/protobench history show --png series/"),
        ["scripts/protobench export RUN --format junit"] = new(),
        ["scripts/protobench selftest stats"] = new(Add: " --suites 20", Exits: [0, 5]),
        ["scripts/protobench run echo --protocols tcp,unix --set trials=1 --set duration=1s"] = new(Add: Shorter, Exits: Measured),

        // These build, test or rewrite the tree they stand in; what their filters name is looked up.
        ["scripts/build.sh"] = new(ReadOnly: true),
        ["scripts/draw-architecture.sh"] = new(ReadOnly: true),
        ["scripts/test.sh --fast"] = new(ReadOnly: true),
        ["git diff"] = new(ReadOnly: true),
        ["scripts/dev.sh test TailSamples"] = new(ReadOnly: true),
        ["scripts/dev.sh test HtmlReportTests"] = new(ReadOnly: true),
        ["scripts/dev.sh test WorkloadCatalog"] = new(ReadOnly: true),
        ["scripts/dev.sh golden HtmlReportTests"] = new(ReadOnly: true),
        ["scripts/dev.sh golden Schema"] = new(ReadOnly: true),
        ["scripts/dev.sh golden ExportCatalog"] = new(ReadOnly: true),
        ["scripts/dev.sh golden ArmSettings"] = new(ReadOnly: true),
        ["scripts/dev.sh golden ProtocolNames"] = new(ReadOnly: true),
        ["scripts/dev.sh golden Tests.Reports"] = new(ReadOnly: true),
        ["scripts/dev.sh golden Tests.Exports"] = new(ReadOnly: true),
        ["dotnet test servers/ProtoBench.Protocols.Tests -c Release"] = new(ReadOnly: true),
        ["dotnet test servers/ProtoBench.Protocols.Tests -c Release --filter DisplayName~udp"] = new(ReadOnly: true),
    };

    private readonly TemporaryFolder _folder = new();

    public DocumentedCommandTests()
    {
        // A clone as far as the commands need one; the script starts the build under test.
        Directory.CreateDirectory(_folder.File("scripts"));
        File.WriteAllText(
            _folder.File("scripts/protobench"), $"#!/bin/sh\nexec '{Path.Combine(AppContext.BaseDirectory, "protobench")}' \"$@\"\n");
        using (var chmod = Process.Start("chmod", ["+x", _folder.File("scripts/protobench")]))
        {
            chmod.WaitForExit();
        }

        File.CreateSymbolicLink(_folder.File("scenarios"), SourceFolder.Scenarios);
        File.WriteAllText(_folder.File("gates.yaml"), "gates: [ { metric: p50, margin: 10 % } ]\n");
        StoredRun.Write(SyntheticRuns.Quick(), _folder.File("results/runs/run"));
    }

    [Fact]
    public void Every_command_line_of_the_documents_is_known_here_and_every_known_one_stands_in_a_document()
    {
        Assert.Empty(DocumentBlocks.Commands.Except(Uses.Keys));
        Assert.Empty(Uses.Keys.Except(DocumentBlocks.Commands));
    }

    [Fact]
    public void What_is_not_run_here_names_files_that_exist()
    {
        var words = Uses.Where(use => use.Value.ReadOnly)
            .SelectMany(use => use.Key.Split(' '))
            .Where(word => word.Contains('/', StringComparison.Ordinal))
            .ToList();
        Assert.All(words, word => Assert.True(Path.Exists(Path.Combine(SourceFolder.Root, word)), word));
        Assert.Contains("scripts/bench.sh", File.ReadAllText(Path.Combine(SourceFolder.Root, "scripts/test.sh")), StringComparison.Ordinal);
        var tests = typeof(DocumentedCommandTests).Assembly.GetTypes().Select(type => type.FullName!).ToList();
        Assert.All(
            Uses.Keys.SelectMany(command => Regex.Matches(command, @"dev\.sh (?:test|golden) (\S+)")).Select(
                filter => filter.Groups[1].Value),
            filter => Assert.Contains(
                tests, test => test.Contains(filter, StringComparison.Ordinal) && test.EndsWith("Tests", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_installs_is_tried_by_the_test_of_the_packages()
    {
        var script = File.ReadAllText(Path.Combine(SourceFolder.Root, "scripts/test-packages.sh"));
        Assert.All(
            Uses.Values.Select(use => use.InPackagesTest).OfType<string>(),
            phrase => Assert.Contains(phrase, script, StringComparison.Ordinal));
        Assert.Contains(
            "scripts/test-packages.sh", File.ReadAllText(Path.Combine(SourceFolder.Root, "scripts/test.sh")), StringComparison.Ordinal);
    }

    public static TheoryData<string> OnLoopback => [.. Runnable(overLink: false)];

    public static TheoryData<string> OverLinks => [.. Runnable(overLink: true)];

    [Theory]
    [MemberData(nameof(OnLoopback))]
    public Task Every_command_line_runs_as_it_is_written(string command) => RunsAsync(command);

    [LinkTheory]
    [MemberData(nameof(OverLinks))]
    public Task Every_command_line_about_links_runs_as_it_is_written(string command) => RunsAsync(command);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Runnable(bool overLink) =>
        DocumentBlocks.Commands.Where(command => Uses.TryGetValue(command, out var use)
            && use is { ReadOnly: false, InPackagesTest: null } && use.OverLink == overLink);

    private async Task RunsAsync(string command)
    {
        var use = Uses[command];
        if (command.Contains("-ab", StringComparison.Ordinal) && command.Contains("gate", StringComparison.Ordinal))
        {
            var ab = await ShellAsync(Uses["scripts/protobench ab scenarios/quick.yaml --base git:HEAD~1 --new this"]);
            Assert.True(Compared.Contains(ab.ExitCode), ab.Said);
        }

        var (exit, said) = await ShellAsync(use with { Instead = use.Instead ?? command });

        Assert.True((use.Exits ?? [0]).Contains(exit), $"{command} ended with {exit}:\n{said}");
        Assert.DoesNotContain("bug in ProtoBench", said, StringComparison.Ordinal);
        Assert.Contains(use.UntilItPrints ?? "", said, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Said)> ShellAsync(Use use)
    {
        var line = (use.Instead + use.Add)
            .Replace("results/runs/...-ab", "results/runs/run-ab", StringComparison.Ordinal)
            .Replace("results/runs/...", "results/runs/run", StringComparison.Ordinal)
            .Replace("RUN", "results/runs/run", StringComparison.Ordinal);
        var start = new ProcessStartInfo("setsid", ["--wait", "sh", "-c", line])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = new StringBuilder();
        var printed = new TaskCompletionSource();
        process.OutputDataReceived += (_, read) => Hear(read.Data);
        process.ErrorDataReceived += (_, read) => Hear(read.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        if (use.UntilItPrints is not null)
        {
            await printed.Task.WaitAsync(limit.Token);
            using var kill = Process.Start("pkill", ["-TERM", "--parent", $"{process.Id}"]);
            await kill.WaitForExitAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
        process.WaitForExit();
        lock (said)
        {
            return (process.ExitCode, said.ToString());
        }

        void Hear(string? text)
        {
            lock (said)
            {
                said.Append(text).Append('\n');
            }

            if (use.UntilItPrints is { } awaited && text?.Contains(awaited, StringComparison.Ordinal) == true)
            {
                printed.TrySetResult();
            }
        }
    }
}
