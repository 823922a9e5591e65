using System.Diagnostics;
using ProtoBench.Analysis.History;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.History;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class JsonLinesHistoryStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JsonLinesHistoryStore _store;

    public JsonLinesHistoryStoreTests() => _store = new JsonLinesHistoryStore(_folder.File("history"));

    private string File => Directory.GetFiles(_folder.File("history"), "quick-*.jsonl").Single();

    [Fact]
    public async Task Adding_a_run_again_changes_nothing_and_another_of_its_name_is_refused()
    {
        var point = InventedHistory.Point(1, 50);
        Assert.Equal(AddOutcome.Added, await Add(point));
        Assert.Equal(AddOutcome.AlreadyThere, await Add(point));
        Assert.Equal(AddOutcome.Different, await Add(point with { Label = "x" }));

        Assert.Equal(HistoryJson.Line(point), Assert.Single(System.IO.File.ReadAllLines(File)));
    }

    [Fact]
    public async Task Each_environment_has_its_file_and_each_reader_gets_every_run_in_order_of_time()
    {
        foreach (var point in (HistoryPoint[])[
            InventedHistory.Point(3, 50),
            InventedHistory.Point(1, 51),
            InventedHistory.Point(2, 52, "ba9876543210"),
        ])
        {
            await Add(point);
        }

        Assert.Equal(2, Directory.GetFiles(_folder.File("history"), "*.jsonl").Length);
        Assert.Equal([51, 52, 50], (await Read()).Points.Select(point => point.Cells[0].Values["p50"]));
        Assert.Empty((await _store.ReadAsync("another", default)).Points);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(-2)]
    public async Task A_last_line_that_was_cut_off_is_told_and_replaced_by_the_next_run(int kept)
    {
        await Add(InventedHistory.Point(1, 50));
        var torn = HistoryJson.Line(InventedHistory.Point(2, 51));
        System.IO.File.AppendAllText(File, kept > 0 ? torn[..kept] : torn[..^1]);

        var before = await Read();
        Assert.Single(before.Points);
        Assert.Contains(":2: the last line was cut off", Assert.Single(before.Problems), StringComparison.Ordinal);

        Assert.Equal(AddOutcome.Added, await Add(InventedHistory.Point(3, 52)));
        var after = await Read();
        Assert.Equal([50, 52], after.Points.Select(point => point.Cells[0].Values["p50"]));
        Assert.Empty(after.Problems);
    }

    [Fact]
    public async Task A_whole_last_line_without_its_end_is_kept()
    {
        await Add(InventedHistory.Point(1, 50));
        System.IO.File.AppendAllText(File, HistoryJson.Line(InventedHistory.Point(2, 51)));

        Assert.Empty((await Read()).Problems);
        await Add(InventedHistory.Point(3, 52));

        Assert.Equal([50, 51, 52], (await Read()).Points.Select(point => point.Cells[0].Values["p50"]));
    }

    [Fact]
    public async Task A_damaged_line_is_named_with_its_place_and_the_others_are_read()
    {
        await Add(InventedHistory.Point(1, 50));
        System.IO.File.AppendAllText(File, "<<<<<<< ours\n" + HistoryJson.Line(InventedHistory.Point(2, 51) with { Version = 2 }) + "\n");
        await Add(InventedHistory.Point(3, 52));

        var content = await Read();

        Assert.Equal(2, content.Points.Count);
        Assert.Collection(
            content.Problems,
            problem => Assert.StartsWith($"{File}:2: this line cannot be read", problem, StringComparison.Ordinal),
            problem => Assert.Contains("version 2, and this program knows version 1", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Acknowledgements_are_remembered_once()
    {
        var seen = new Acknowledgement
        {
            Scenario = "quick",
            Fingerprint = "f",
            Cell = "c",
            Metric = "p50",
            Run = "r",
            Because = "known",
            Time = InventedHistory.Begin,
        };
        await _store.AcknowledgeAsync(seen, default);
        await _store.AcknowledgeAsync(seen with { Because = "again", Time = InventedHistory.Begin.AddDays(1) }, default);

        Assert.Equal(seen, Assert.Single((await Read()).Acknowledgements));
    }

    [Fact]
    public async Task The_name_of_a_scenario_cannot_leave_the_folder()
    {
        await Add(InventedHistory.Point(1, 50) with { Scenario = "../../x y" });
        Assert.StartsWith(
            "______x_y-", Path.GetFileName(Directory.GetFiles(_folder.File("history"), "*.jsonl").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(day => Task.Run(() => new JsonLinesHistoryStore(_store.Name).AddAsync(InventedHistory.Point(day, 50 + day), default))));

        var content = await Read();
        Assert.Equal(Enumerable.Range(50, 60).Select(value => (double)value), content.Points.Select(point => point.Cells[0].Values["p50"]));
        Assert.Empty(content.Problems);
    }

    [Fact]
    public async Task Git_merges_the_runs_of_two_branches()
    {
        string[] identity = ["-c", "user.name=x", "-c", "user.email=x@localhost"];
        Git("init", "-q", "-b", "main");
        await Add(InventedHistory.Point(1, 50));
        Commit("first");
        Git("checkout", "-q", "-b", "other");
        await Add(InventedHistory.Point(2, 51));
        Commit("theirs");
        Git("checkout", "-q", "main");
        await Add(InventedHistory.Point(3, 52));
        Commit("ours");
        Git([.. identity, "merge", "-q", "-m", "both", "other"]);

        var content = await Read();
        Assert.Equal([50, 51, 52], content.Points.Select(point => point.Cells[0].Values["p50"]));
        Assert.Empty(content.Problems);
        Assert.DoesNotContain(
            Directory.GetFiles(_folder.Path, "*.lock", SearchOption.AllDirectories), path => Git("ls-files", path).Length > 0);

        void Commit(string message)
        {
            Git("add", ".");
            Git([.. identity, "commit", "-q", "-m", message]);
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<AddOutcome> Add(HistoryPoint point) => _store.AddAsync(point, default);

    private Task<HistoryContent> Read() => _store.ReadAsync(null, default);

    private string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo(
            "git", arguments)
        { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (git.StandardOutput.ReadToEnd(), git.StandardError.ReadToEnd());
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
        return output;
    }
}
