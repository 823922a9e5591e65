using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ab s.yaml --pairs x", "Cannot parse argument 'x' for option '--pairs': it takes a whole number")]
    [InlineData("ab s.yaml --pairs 2", "--pairs takes 3 to 1000")]
    [InlineData("ab s.yaml --confirm 1", "--confirm takes 0, or 3 to 1000")]
    [InlineData("compare a b --session-spread x", "Cannot parse argument 'x' for option '--session-spread': it takes a number")]
    [InlineData("compare a b --session-spread 101", "--session-spread takes per cent from 0 to 100")]
    [InlineData("selftest stats --suites 0", "--suites takes 1 to 10,000,000")]
    [InlineData("run --nope", "'run' has no option --nope")]
    [InlineData("run --filtr x", "'run' has no option --filtr; did you mean --filter?")]
    [InlineData("quick tcp --trails 1", "'quick' has no option --trails; did you mean --trials?")]
    [InlineData("doctor --jsn", "'doctor' has no option --jsn; did you mean --json?")]
    [InlineData("gate a --polcy=b", "'gate' has no option --polcy=b; did you mean --policy?")]
    [InlineData("rnu", "there is no command 'rnu'; did you mean 'run'?")]
    [InlineData("nope", "there is no command 'nope'; there are: run, quick, ")]
    [InlineData("link chekc", "there is no command 'chekc' of 'link'; did you mean 'check'?")]
    [InlineData("run ecko", "there is no file 'ecko' and no scenario of that name; did you mean 'echo'?")]
    [InlineData("run nothing-like-it", "there is no file 'nothing-like-it' and no scenario of that name; those that ship are: bulk, ")]
    [InlineData(
        "serve tcp --listen ::1:8080", "'::1:8080' may end with a port or not: an IPv6 address stands in brackets; write [::1]:8080, or ")]
    [InlineData("serve tcp --listen :8080", "':8080' names no address; write 127.0.0.1:8080 for this machine only, ")]
    [InlineData("serve", "no protocol given. Protocols: tcp, ")]
    [InlineData("serve tpc", "there is no protocol 'tpc'. Protocols: tcp, ")]
    [InlineData("serve udp --tls", "udp cannot run inside TLS")]
    [InlineData("serve tcp --over http2", "tcp is not carried over http2")]
    [InlineData("serve http2 --backend msquic", "http2 has no backend msquic")]
    [InlineData("serve http1 --io Blocking", "http1 has no blocking mode")]
    [InlineData("serve unix", "unix is served at a path; give it with --listen unix:PATH")]
    [InlineData("serve tcp --listen unix:a.sock", "tcp is served at an address; give it with --listen ADDRESS:PORT")]
    [InlineData("serve tcp --listen nowhere", "'nowhere' is not an end point; write ADDRESS:PORT")]
    public async Task What_cannot_be_done_as_asked_is_refused_in_a_sentence(string command, string sentence)
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' '));

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("protobench: " + sentence, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "quick")]
    [InlineData("history", "acknowledge")]
    [InlineData("link", "check")]
    [InlineData("selftest", "stats")]
    public async Task Without_a_verb_the_help_is_shown_and_nothing_is_said_to_have_been_done(string command, string verb)
    {
        using var alone = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (alone.ExitCode, alone.Output));
        Assert.Contains("Usage:", alone.Error, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^  {verb}\b", alone.Error);
    }

    [Fact]
    public async Task A_scenario_that_ships_is_found_by_its_name_in_any_folder_and_a_file_comes_first()
    {
        using var shipped = await ProtobenchProcess.RunAsync(_folder.Path, "run", "echo", "-n");
        using var listed = await ProtobenchProcess.RunAsync(_folder.Path, "list", "--json");
        Directory.CreateDirectory(_folder.File("scenarios"));
        File.WriteAllText(_folder.File("scenarios/echo.yaml"), "title: Mine?\nprotocols: [tcp]\nworkloads: { mine: {} }\n");
        using var own = await ProtobenchProcess.RunAsync(_folder.Path, "validate", "echo");

        Assert.True(shipped.ExitCode == 0, shipped.Error);
        Assert.Contains("echo/tcp-blocking/loopback/closed-1", shipped.Output, StringComparison.Ordinal);
        Assert.Contains("\"head-of-line\"", listed.Output, StringComparison.Ordinal);
        Assert.StartsWith("echo: 1 of 1 cell, 5 trials, ", own.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quick_takes_how_often_how_long_and_over_what_and_shows_what_would_run()
    {
        using var plan = await ProtobenchProcess.RunAsync(
            _folder.Path, "quick", "tcp", "udp", "--trials", "2", "--duration", "1s", "--link", "wan-40ms", "--link", "lan", "-n");
        using var wrong = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "--duration", "x");

        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Contains("echo/udp/lan/closed-1", plan.Output, StringComparison.Ordinal);
        Assert.Contains("8 trials of 4 cells", plan.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("PB1202", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30KB", "did you mean 30 kB (1,000 B each) or 30 KiB (1,024 B each)? the units are B, kB, KiB, MB, MiB")]
    [InlineData("30 Mb", "did you mean 30 MB (1,000,000 B each) or 30 MiB (1,048,576 B each)? ")]
    [InlineData("30 b", "did you mean 30 B? ")]
    [InlineData("30 Q", "help: the units are B, kB, KiB, MB, MiB")]
    public async Task A_unit_that_may_mean_two_sizes_is_told_with_both(string size, string hint)
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "-n", "--set", $"workloads.echo.request={size}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(hint, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_usual_folder_cannot_be_made_the_way_out_is_told()
    {
        File.WriteAllText(_folder.File("results"), "in the way, also for root");

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "--trials", "1");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("choose a folder that can be written with -o FOLDER", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_in_an_awkward_folder_prints_can_be_pasted()
    {
        using var run = await ProtobenchProcess.RunAsync(
            _folder.Path, new Dictionary<string, string>
            {
                ["PROTOBENCH_CALLED_AS"] = "my tools/protobench",
            }, "quick", "tcp", "--trials", "1", "--duration", "100ms", "--set", "warm-up=50ms", "-o", "it's here");

        Assert.True(run.ExitCode is 0 or 4, run.Error);
        Assert.Contains(@"report: 'it'\''s here/report.html'", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 trial of 1 cell →", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            @"--output 'it'\''s here'",
            File.ReadAllText(_folder.File("it's here/summary.md")).Replace("-o '", "--output '", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains(
            "Changed on the command line: protocols=[tcp], trials=1, duration=100ms, warm-up=50ms.",
            File.ReadAllText(_folder.File("it's here/plan.json")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_not_taken_for_a_scenario()
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, "run", ".");

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith(".: error PB1001: a folder, not a scenario", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
