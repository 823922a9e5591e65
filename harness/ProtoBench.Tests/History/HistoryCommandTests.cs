using System.Diagnostics;
using System.Text.Json;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.History;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class HistoryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_run_added_is_shown_and_added_twice_is_there_once()
    {
        var run = InventedHistory.StoredRun(_folder.Path, 1);
        using var first = await RunAsync("history", "add", run, "--commit", "abc", "--label", "main");
        using var second = await RunAsync("history", "add", run, "--commit", "abc", "--label", "main", "--json");
        using var third = await RunAsync("history", "add", run);
        using var shown = await RunAsync("history", "show", "quick", "--metrics", "all");

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains(": added; 1 cell of quick", first.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(second.Output);
        Assert.False(document.RootElement[0].GetProperty("added").GetBoolean());
        Assert.Equal(2, third.ExitCode);
        Assert.Contains("already, with other figures, commit or label", third.Error, StringComparison.Ordinal);
        Assert.Contains("insufficient history (1/20)", shown.Output, StringComparison.Ordinal);
        Assert.Contains("server-cpu", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_exits_with_1_on_a_slowdown_until_it_is_acknowledged()
    {
        var store = new JsonLinesHistoryStore(_folder.File("store"));
        foreach (var point in InventedHistory.Step(30, 8, 1.1))
        {
            await store.AddAsync(point, default);
        }

        using var alarm = await RunAsync("history", "check", "--store", "store", "--json");
        using var document = JsonDocument.Parse(alarm.Output);
        Assert.Equal(1, alarm.ExitCode);
        Assert.Equal(2, document.RootElement.GetProperty("alarms").GetInt32());
        var run = document.RootElement.GetProperty("series")[0].GetProperty("changes")[0].GetProperty("run").GetString()!;

        using var wrong = await RunAsync("history", "acknowledge", "20260101T000000Z-quick", "--because", "x", "--store", "store");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains(run, wrong.Error, StringComparison.Ordinal);

        using var half =
            await RunAsync("history", "acknowledge", run, "--because", "TLS is on now", "--metrics", "p50", "--store", "store");
        using var still = await RunAsync("history", "check", "--store", "store");
        using var rest = await RunAsync("history", "acknowledge", run, "--because", "TLS is on now", "--store", "store");
        using var silent = await RunAsync("history", "check", "--store", "store");

        Assert.True(half.ExitCode == 0, half.Error);
        Assert.Equal(1, still.ExitCode);
        Assert.Contains($"history acknowledge {run}", still.Output, StringComparison.Ordinal);
        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.True(silent.ExitCode == 0, silent.Output);
        Assert.Contains("TLS is on now", silent.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("show")]
    [InlineData("acknowledge", "20260101T000000Z-quick", "--because", "x")]
    public async Task A_store_that_does_not_exist_is_empty_or_is_a_file_is_refused(params string[] command)
    {
        Directory.CreateDirectory(_folder.File("empty"));
        File.WriteAllText(_folder.File("file"), "");
        using var nothing = await RunAsync(["history", .. command]);
        using var missing = await RunAsync(["history", .. command, "--store", "nowhere"]);
        using var empty = await RunAsync(["history", .. command, "--store", "empty"]);
        using var file = await RunAsync(["history", .. command, "--store", "file"]);

        Assert.All(new[] { nothing, missing, empty, file }, tried => Assert.Equal(2, tried.ExitCode));
        Assert.Contains("there is no history in results/history", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("there is no history in nowhere", missing.Error, StringComparison.Ordinal);
        Assert.Contains("empty holds no run", empty.Error, StringComparison.Ordinal);
        Assert.Contains("file is a file", file.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_history_says_that_nothing_is_judged_and_is_no_pass_when_strict()
    {
        await StoreAsync(InventedHistory.Step(10, 0, 1));
        using var check = await RunAsync("history", "check", "--store", "store");
        using var strict = await RunAsync("history", "check", "--store", "store", "--strict");
        using var unknown = await RunAsync("history", "show", "nosuch", "--store", "store");
        using var nowhere = await RunAsync("history", "check", "--store", "store", "--environment", "ffff");

        Assert.Equal(0, check.ExitCode);
        Assert.StartsWith("nothing can be judged yet", check.Output, StringComparison.Ordinal);
        Assert.Equal(5, strict.ExitCode);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("has no run of a scenario 'nosuch'", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("no run of such an environment", nowhere.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2099-01-01T00:00:00+00:00", "in the future")]
    [InlineData("1970-01-01T00:00:07+00:00", "before there was a ProtoBench")]
    public async Task A_line_with_a_wrong_clock_is_named_left_out_and_hides_no_alarm(string time, string complaint)
    {
        await StoreAsync(InventedHistory.Step(30, 8, 1.4));
        await StoreAsync([InventedHistory.Point(50, 50, "ba9876543210") with
        {
            Time = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
        }]);
        using var alarm = await RunAsync("history", "check", "--store", "store");
        Assert.Equal(1, alarm.ExitCode);
        Assert.Contains(complaint, alarm.Error, StringComparison.Ordinal);

        Directory.Delete(_folder.File("store"), recursive: true);
        await StoreAsync(InventedHistory.Step(30, 0, 1));
        await StoreAsync([InventedHistory.Point(50, 50, "ba9876543210") with
        {
            Time = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
        }]);
        using var calm = await RunAsync("history", "check", "--store", "store");
        Assert.Equal(4, calm.ExitCode);
        Assert.StartsWith("no series of 2 changed for the worse; 1 line of the store left out", calm.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"version\": 2}")]
    [InlineData("<<<<<<< ours")]
    [InlineData("{\"version\": 1, \"run\": \"x\"")]
    public async Task A_store_with_a_line_that_cannot_be_read_does_not_pass(string line)
    {
        await StoreAsync(InventedHistory.Step(30, 0, 1));
        File.AppendAllText(Directory.GetFiles(_folder.File("store"), "*.jsonl").Single(), line);
        using var check = await RunAsync("history", "check", "--store", "store", "--junit", "junit.xml");

        Assert.Equal(4, check.ExitCode);
        Assert.Contains(".jsonl:31:", check.Error, StringComparison.Ordinal);
        Assert.Contains(".jsonl:31:", File.ReadAllText(_folder.File("junit.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_lines_of_one_run_that_differ_do_not_pass()
    {
        var points = InventedHistory.Step(30, 0, 1);
        await StoreAsync(points);
        File.AppendAllText(
            Directory.GetFiles(_folder.File("store"), "*.jsonl").Single(), HistoryJson.Line(points[^1] with { Label = "another" }) + "\n");
        using var check = await RunAsync("history", "check", "--store", "store");

        Assert.Equal(4, check.ExitCode);
        Assert.Contains($"run {points[^1].Run} is there 2 times", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_is_told_after_a_change_of_environment_until_it_is_acknowledged()
    {
        var points = InventedHistory.Step(30, 8, 1.4);
        await StoreAsync([.. points, InventedHistory.Point(38, 70, "ba9876543210")]);
        using var check = await RunAsync("history", "check", "--store", "store", "--metrics", "p50");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("1 alarm left open in environment 0123456789ab, kernel 6.1 → 6.2", check.Output, StringComparison.Ordinal);

        using var acknowledged = await RunAsync("history", "acknowledge", points[30].Run, "--because", "known", "--store", "store");
        using var silent = await RunAsync("history", "check", "--store", "store");
        Assert.True(acknowledged.ExitCode == 0, acknowledged.Error);
        Assert.True(silent.ExitCode == 0, silent.Output);
    }

    [Fact]
    public async Task A_run_dated_in_the_future_is_not_added()
    {
        var run = InventedHistory.StoredRun(_folder.Path, 60 * 24 * 365 * 60);
        using var add = await RunAsync("history", "add", run);

        Assert.Equal(2, add.ExitCode);
        Assert.Contains("in the future", add.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("results/history")));
    }

    [Fact]
    public async Task A_run_that_began_before_others_is_added_with_a_note()
    {
        using var later = await RunAsync("history", "add", InventedHistory.StoredRun(_folder.Path, 2));
        using var earlier = await RunAsync("history", "add", InventedHistory.StoredRun(_folder.Path, 1));

        Assert.Equal("", later.Error);
        Assert.Equal(0, earlier.ExitCode);
        Assert.Contains("began before 1 that results/history has already", earlier.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://x/y", "and no other kind of address")]
    [InlineData("postgres:///", "names no host")]
    [InlineData("postgres://x@localhost/y?nosuch=1", "has an option that cannot be: nosuch")]
    public async Task A_store_that_cannot_be_is_refused_with_a_sentence(string store, string expected)
    {
        using var show = await RunAsync("history", "show", "--store", store);
        Assert.Equal(2, show.ExitCode);
        Assert.Contains(expected, show.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_killed_while_it_holds_the_lock_blocks_nobody_and_loses_nothing()
    {
        var (first, second, third) = (
            InventedHistory.StoredRun(_folder.Path, 1),
            InventedHistory.StoredRun(_folder.Path, 2),
            InventedHistory.StoredRun(_folder.Path, 3));
        using var before = await RunAsync("history", "add", first);
        Assert.True(before.ExitCode == 0, before.Error);
        var file = Directory.GetFiles(_folder.File("results/history"), "*.jsonl").Single();

        // A pipe nobody writes to holds the writer at the moment it has the lock and opens the file.
        File.Move(file, file + ".aside");
        using (var makePipe = Process.Start("mkfifo", file))
        {
            makePipe.WaitForExit();
        }

        using var killed = ProtobenchProcess.Start(_folder.Path, "history", "add", second);
        await LockedAsync(Path.Combine(Path.GetDirectoryName(file)!, HistoryLock.FileName));
        killed.Signal("KILL");
        await killed.EndAsync();
        File.Delete(file);
        File.Move(file + ".aside", file);

        // Had the lock to run out instead, it would still be held now.
        new FileStream(
            Path.Combine(Path.GetDirectoryName(file)!, HistoryLock.FileName),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None).Dispose();
        using var next = await RunAsync("history", "add", second, third);
        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Equal(3, (await Read()).Points.Count);
    }

    [Fact]
    public async Task Writers_killed_at_any_moment_lose_nothing_they_had_told()
    {
        var told = new HashSet<string>();
        var random = new Random(1);
        for (var i = 0; i < 8; i++)
        {
            using var writer = ProtobenchProcess.Start(
                _folder.Path,
                ["history", "add", .. Enumerable.Range(0, 6).Select(k => InventedHistory.StoredRun(_folder.Path, (10 * i) + k))]);
            await Task.Delay(random.Next(100, 500));
            writer.Signal("KILL");
            await writer.EndAsync();
            told.UnionWith(writer.Output.Split('\n').Where(line => line.Contains(": added;", StringComparison.Ordinal)).Select(
                line => line.Split(':')[0]));
        }

        using var last = await RunAsync("history", "add", InventedHistory.StoredRun(_folder.Path, 99));
        Assert.True(last.ExitCode == 0, last.Error);
        var content = await Read();
        Assert.Subset(content.Points.Select(point => point.Run).ToHashSet(), told);
        Assert.Empty(content.Problems);
    }

    [Fact]
    public async Task Two_processes_that_add_at_once_both_succeed_and_every_run_is_there_once()
    {
        var runs = Enumerable.Range(0, 24).Select(number => InventedHistory.StoredRun(_folder.Path, number)).ToArray();
        using var one = ProtobenchProcess.Start(_folder.Path, ["history", "add", .. runs[..16]]);
        using var other = ProtobenchProcess.Start(_folder.Path, ["history", "add", .. runs[8..].Reverse()]);
        await one.EndAsync();
        await other.EndAsync();

        Assert.True(one.ExitCode == 0, one.Error);
        Assert.True(other.ExitCode == 0, other.Error);
        Assert.Equal(
            8, (one.Output + other.Output).Split('\n').Count(line => line.Contains("was there already", StringComparison.Ordinal)));
        var lines = File.ReadAllLines(Directory.GetFiles(_folder.File("results/history"), "*.jsonl").Single());
        Assert.Equal(runs.Select(Path.GetFileName).Order(), lines.Select(line => HistoryJson.Point(line).Run).Order());
    }

    [Fact]
    public async Task A_folder_that_is_no_run_adds_nothing_at_all()
    {
        using var add = await RunAsync("history", "add", InventedHistory.StoredRun(_folder.Path, 1), _folder.Path);
        Assert.Equal(2, add.ExitCode);
        Assert.Contains($"has no {RunFolder.PlanFile}", add.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("results/history")));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task LockedAsync(string path)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (IOException)
            {
                return;
            }

            await Task.Delay(10, limit.Token);
        }
    }

    private async Task StoreAsync(IEnumerable<HistoryPoint> points)
    {
        var store = new JsonLinesHistoryStore(_folder.File("store"));
        foreach (var point in points)
        {
            await store.AddAsync(point, default);
        }
    }

    private Task<ProtobenchProcess> RunAsync(params string[] arguments) => ProtobenchProcess.RunAsync(_folder.Path, arguments);

    private Task<HistoryContent> Read() => new JsonLinesHistoryStore(_folder.File("results/history")).ReadAsync(null, default);
}
