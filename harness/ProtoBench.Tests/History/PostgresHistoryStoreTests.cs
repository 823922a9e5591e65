using Npgsql;
using ProtoBench.Analysis.History;
using ProtoBench.Tests.Commands;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.History;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class PostgresHistoryStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public async Task It_gives_back_what_the_files_would()
    {
        await using var store = HistoryStores.Open(server.NewDatabase());
        Assert.Empty((await store.ReadAsync(null, default)).Points);
        var points = InventedHistory.Step(3, 2, 1.1)
            .Append(InventedHistory.Point(9, 1.0 / 3, "ba9876543210") with { Label = "µ 'quoted' \\u0000 \"x\"" })
            .ToList();
        foreach (var point in points.AsEnumerable().Reverse())
        {
            Assert.Equal(AddOutcome.Added, await store.AddAsync(point, default));
        }

        var content = await store.ReadAsync(null, default);

        Assert.Equal(points.Select(HistoryJson.Line), content.Points.Select(point => HistoryJson.Line(point)));
        Assert.Empty((await store.ReadAsync("other' or 'a' = 'a", default)).Points);
    }

    [PostgresFact]
    public async Task Adding_again_changes_nothing_and_another_run_of_the_name_is_refused()
    {
        await using var store = HistoryStores.Open(server.NewDatabase());
        var point = InventedHistory.Point(1, 50);
        Assert.Equal(AddOutcome.Added, await store.AddAsync(point, default));
        Assert.Equal(AddOutcome.AlreadyThere, await store.AddAsync(point, default));
        Assert.Equal(AddOutcome.Different, await store.AddAsync(InventedHistory.Point(1, 51), default));
        Assert.Equal(50, Assert.Single((await store.ReadAsync("quick", default)).Points).Cells[0].Values["p50"]);
    }

    [PostgresFact]
    public async Task Acknowledgements_are_remembered_once()
    {
        await using var store = HistoryStores.Open(server.NewDatabase());
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
        await store.AcknowledgeAsync(seen, default);
        await store.AcknowledgeAsync(seen with { Because = "again" }, default);

        Assert.Equal(seen, Assert.Single((await store.ReadAsync("quick", default)).Acknowledgements));
    }

    [PostgresFact]
    public async Task Writers_that_all_come_first_make_the_tables_once_and_lose_nothing()
    {
        var address = server.NewDatabase();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            await using var store = HistoryStores.Open(address);
            return await store.AddAsync(InventedHistory.Point(i / 2, 50 + (i / 2)), default);
        }));

        Assert.Equal(12, outcomes.Count(outcome => outcome is AddOutcome.Added));
        Assert.Equal(12, outcomes.Count(outcome => outcome is AddOutcome.AlreadyThere));
        await using var reader = HistoryStores.Open(address);
        Assert.Equal(12, (await reader.ReadAsync(null, default)).Points.Count);
    }

    [PostgresFact]
    public async Task Figures_can_be_asked_for_in_sql()
    {
        var address = server.NewDatabase();
        await using var store = HistoryStores.Open(address);
        await store.AddAsync(InventedHistory.Point(1, 50), default);

        Assert.Equal(50.0, await ScalarAsync(
            address, "select value from protobench.figures where metric = 'p50' and cell = 'echo/tcp/loopback/closed-1'"));
    }

    [PostgresFact]
    public async Task Tables_of_a_newer_program_are_left_alone()
    {
        var address = server.NewDatabase();
        await using var store = HistoryStores.Open(address);
        await store.AddAsync(InventedHistory.Point(1, 50), default);
        await ScalarAsync(address, "update protobench.schema_version set version = 2 returning version");

        var error = await Assert.ThrowsAsync<IOException>(() => store.AddAsync(InventedHistory.Point(2, 50), default));
        Assert.Contains("has version 2, and this program knows version 1", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task The_commands_use_it_like_a_folder()
    {
        using var folder = new TemporaryFolder();
        var address = server.NewDatabase();
        using var add =
            await ProtobenchProcess.RunAsync(folder.Path, "history", "add", InventedHistory.StoredRun(folder.Path, 1), "--store", address);
        using var show = await ProtobenchProcess.RunAsync(folder.Path, "history", "show", "--store", address);
        using var gone = await ProtobenchProcess.RunAsync(
            folder.Path, "history", "show", "--store", "postgres://me:secret@/none?host=" + Uri.EscapeDataString(folder.Path));

        Assert.True(add.ExitCode == 0, add.Error);
        Assert.Contains("insufficient history (1/20)", show.Output, StringComparison.Ordinal);
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains("cannot be used", gone.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", gone.Error, StringComparison.Ordinal);
    }

    private static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(PostgresAddress.Parse(address));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
