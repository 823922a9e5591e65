using ProtoBench.Commands;
using ProtoBench.Load.Workloads;
using ProtoBench.Protocols;
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
    [InlineData("doctor --hosts perf1:1-2-3", "--hosts: 'perf1:1-2-3' is no host; write perf1")]
    [InlineData("gate a --polcy=b", "'gate' has no option --polcy=b; did you mean --policy?")]
    [InlineData("rnu", "there is no command 'rnu'; did you mean 'run'?")]
    [InlineData("nope", "there is no command 'nope'; there are: run, quick, ")]
    [InlineData("link chekc", "there is no command 'chekc' of 'link'; did you mean 'check'?")]
    [InlineData("run ecko", "there is no file 'ecko' and no scenario of that name; did you mean 'echo'?")]
    [InlineData("run nothing-like-it", "there is no file 'nothing-like-it' and no scenario of that name; those that ship are: apache, bulk, ")]
    [InlineData(
        "serve tcp --listen ::1:8080", "'::1:8080' may end with a port or not: an IPv6 address stands in brackets; write [::1]:8080, or ")]
    [InlineData("serve tcp --listen :8080", "':8080' names no address; write 127.0.0.1:8080 for this machine only, ")]
    [InlineData("serve", "no protocol given. Protocols: tcp, ")]
    [InlineData("serve tpc", "there is no protocol 'tpc'; did you mean 'tcp'?")]
    [InlineData("quick htp2", "there is no protocol 'htp2'; did you mean 'http2'?")]
    [InlineData("quick udp --tls", "udp cannot run inside TLS; leave it or --tls out")]
    [InlineData("quick --tls --set protocols=[tcp]", "--tls and --set protocols=[tcp] both say which protocols run; write tls: true there")]
    [InlineData("hlep", "there is no command 'hlep'; did you mean 'help'?")]
    [InlineData("version", "there is no command 'version'; did you mean '--version'?")]
    [InlineData("echo", "there is no command 'echo'; did you mean 'run echo'?")]
    [InlineData("http2", "there is no command 'http2'; did you mean 'quick http2'?")]
    [InlineData("run echo --trials 3", "'run' has no option --trials; did you mean --set trials=...?")]
    [InlineData("run echo --warmup=1s", "'run' has no option --warmup=1s; did you mean --set warm-up=1s?")]
    [InlineData("run scenarios/echo.yaml", "there is no file 'scenarios/echo.yaml'; 'echo' ships with ProtoBench: write echo alone")]
    [InlineData("run ehco.yaml", "there is no file 'ehco.yaml'; did you mean 'echo', which ships?")]
    [InlineData("selftest stats --profile quite", "there is no 'quite' here; did you mean 'quiet'?")]
    [InlineData("export a --format junti", "--format has no 'junti'; did you mean 'junit'?")]
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

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-h")]
    public async Task The_help_has_every_verb_with_a_sentence_that_fits_and_where_to_begin(string asked)
    {
        using var help = await ProtobenchProcess.RunAsync(_folder.Path, asked);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        foreach (var verb in CommandLine.Create().Subcommands.Where(verb => !verb.Hidden))
        {
            Assert.Matches($@"(?m)^  {verb.Name} +[A-Z]", help.Output);
        }

        Assert.Contains("protobench run echo", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nOthers\n", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_verb_is_asked_for_before_it_or_behind_it()
    {
        using var before = await ProtobenchProcess.RunAsync(_folder.Path, "help", "link", "check");
        using var behind = await ProtobenchProcess.RunAsync(_folder.Path, "link", "check", "--help");

        Assert.Equal((0, 0), (before.ExitCode, behind.ExitCode));
        Assert.Equal(behind.Output, before.Output);
        Assert.Contains("protobench link check [<profiles>...]", before.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_told_without_reading_the_command_line()
    {
        using var version = await ProtobenchProcess.RunAsync(
            _folder.Path, new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0" }, "--version");

        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\+[0-9a-f]+\n$", version.Output);
    }

    [Fact]
    public async Task A_longer_budget_also_has_room_for_more_trials_unless_their_number_was_given()
    {
        using var longer = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "http2", "--budget", "5 min", "-n");
        using var atMost = await ProtobenchProcess.RunAsync(
            _folder.Path, "quick", "tcp", "http2", "--budget", "5min", "--trials", "2", "-n");
        using var shorter = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "http2", "--budget", "40s", "-n");
        using var wrong = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "--budget", "60", "-n");

        Assert.True(longer.ExitCode == 0, longer.Error);
        Assert.Contains("52 trials of 2 cells", longer.Output, StringComparison.Ordinal);
        Assert.Contains("4 trials of 2 cells", atMost.Output, StringComparison.Ordinal);
        Assert.Contains("12 trials of 2 cells", shorter.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("help: did you mean 60 s? ", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quick_in_plain_text_leaves_out_who_is_always_encrypted_and_says_so()
    {
        using var all = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "-n");
        using var mixed = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "http2", "http3", "-n");

        Assert.Equal((0, 0), (all.ExitCode, mixed.ExitCode));
        Assert.Equal(
            "in plain text; always encrypted, and so left out: http3 (see --tls, or name protocols to mix them)\n", all.Error);
        Assert.DoesNotContain("http3", all.Output, StringComparison.Ordinal);
        Assert.Equal("", mixed.Error);
        Assert.Contains("echo/http3/loopback/closed-1", mixed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quick_inside_tls_leaves_out_who_cannot_and_says_so()
    {
        using var all = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "--tls", "-n");
        using var named = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "http3", "--tls", "-n");

        Assert.Equal((0, 0), (all.ExitCode, named.ExitCode));
        Assert.Equal("all inside TLS; without it, and so left out: udp, unix\n", all.Error);
        Assert.Contains("echo/grpc-tls/loopback/closed-1", all.Output, StringComparison.Ordinal);
        Assert.Contains("echo/http3/loopback/closed-1", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("echo/udp", all.Output, StringComparison.Ordinal);
        Assert.Contains("12 trials of 2 cells", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_ones_own_comes_before_the_scenario_that_ships_and_that_is_told()
    {
        File.WriteAllText(_folder.File("echo.yaml"), "title: Mine?\nprotocols: [tcp]\nworkloads: { mine: {} }\n");
        File.WriteAllText(_folder.File("tls.yaml"), ShippedScenarios.Text("tls"));
        Directory.CreateDirectory(_folder.File("bulk"));

        using var own = await ProtobenchProcess.RunAsync(_folder.Path, "run", "echo", "-n");
        using var copy = await ProtobenchProcess.RunAsync(_folder.Path, "run", "tls", "-n");
        using var beside = await ProtobenchProcess.RunAsync(_folder.Path, "run", "bulk", "-n");
        Directory.CreateDirectory(_folder.File("scenarios"));
        File.WriteAllText(_folder.File("scenarios/mine.yaml"), "title: Mine?\nprotocols: [tcp]\nworkloads: { mine: {} }\n");
        using var listed = await ProtobenchProcess.RunAsync(_folder.Path, "list");
        using var slip = await ProtobenchProcess.RunAsync(_folder.Path, "run", "scenarios/mien.yaml");

        Assert.StartsWith("Mine?", own.Output, StringComparison.Ordinal);
        Assert.Equal("note: 'echo' is the file echo.yaml here, which is not the scenario of that name that ships\n", own.Error);
        Assert.Equal((0, ""), (copy.ExitCode, copy.Error));
        Assert.Equal((0, ""), (beside.ExitCode, beside.Error));
        Assert.Contains("scenarios/mine.yaml", listed.Output, StringComparison.Ordinal);
        Assert.Contains("head-of-line", listed.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'scenarios/mine.yaml'?", slip.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_which_protocol_offers_which_workload_and_why_others_do_not()
    {
        using var listed = await ProtobenchProcess.RunAsync(_folder.Path, "list");
        using var json = await ProtobenchProcess.RunAsync(_folder.Path, "list", "--json");

        var rows = listed.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var kinds = System.Text.Json.JsonDocument.Parse(json.Output).RootElement.GetProperty("workloads").EnumerateArray().ToList();
        Assert.Equal(WorkloadCatalog.All.Select(kind => kind.Name), kinds.Select(kind => kind.GetProperty("name").GetString()));
        Assert.All(kinds, kind =>
        {
            var reasons = kind.GetProperty("whyNot").EnumerateObject().ToList();
            Assert.Equal(ProtocolCatalog.All.Select(protocol => protocol.Name), reasons.Select(reason => reason.Name));
            var offered = reasons.Count(reason => reason.Value.ValueKind == System.Text.Json.JsonValueKind.Null);
            Assert.Contains(rows, row => row is [var name, ..] && name == kind.GetProperty("name").GetString()
                && row[1..].Length == offered && row[1..].All(word => word == "yes"));
        });
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
    [InlineData("30K", "did you mean 30 kB (1,000 B each) or 30 KiB (1,024 B each)? ")]
    [InlineData("30 bytes", "did you mean 30 B? ")]
    [InlineData("30 Q", "help: the units are B, kB, KiB, MB, MiB")]
    public async Task A_unit_that_may_mean_two_sizes_is_told_with_both(string size, string hint)
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "-n", "--set", $"workloads.echo.request={size}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(hint, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30 kB")]
    [InlineData("30kB")]
    [InlineData("1.5 KiB")]
    [InlineData("2 MiB")]
    public async Task Sizes_with_a_space_and_a_point_are_taken(string size)
    {
        using var taken = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "-n", "--set", $"workloads.echo.request={size}");

        Assert.True(taken.ExitCode == 0, taken.Error);
    }

    [Theory]
    [InlineData("quick tcp -n --duration 3", "did you mean 3 s? ")]
    [InlineData("quick tcp -n --duration 3sec", "did you mean 3 s? ")]
    [InlineData("quick tcp -n --duration 1m", "did you mean 1 min? ")]
    [InlineData("quick tcp -n --duration 400msec", "did you mean 400 ms? ")]
    [InlineData("quick tcp -n --set loads=[{open:_500rps}]", "did you mean 500 /s? ")]
    [InlineData("ab quick --base cmd:a --start-limit 3x", "the units are us, ms, s, min")]
    public async Task Units_as_others_write_them_are_told_with_ours(string command, string hint)
    {
        using var refused = await ProtobenchProcess.RunAsync(
            _folder.Path, [.. command.Split(' ').Select(word => word.Replace('_', ' '))]);

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
