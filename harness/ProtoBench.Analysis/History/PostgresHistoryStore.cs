using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ProtoBench.Analysis.History;

/// <summary>A team's history in PostgreSQL: one row per run, in the same form as a line of the files. Made on the first add.</summary>
internal sealed class PostgresHistoryStore : IHistoryStore
{
    private readonly NpgsqlDataSource _source;

    public PostgresHistoryStore(NpgsqlConnectionStringBuilder settings)
    {
        Name = $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";
        _source = NpgsqlDataSource.Create(settings);
    }

    public string Name { get; }

    public Task<AddOutcome> AddAsync(HistoryPoint point, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await PostgresSchema.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            using var insert = new NpgsqlCommand(
                """
                insert into protobench.points (scenario, scenario_hash, fingerprint, run, time, point)
                values ($1, $2, $3, $4, $5, $6) on conflict do nothing
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = point.Scenario },
                    new() { Value = point.ScenarioHash },
                    new() { Value = point.Fingerprint },
                    new() { Value = point.Run },
                    new() { Value = point.Time.ToUniversalTime() },
                    new() { Value = HistoryJson.Line(point), NpgsqlDbType = NpgsqlDbType.Jsonb },
                },
            };
            if (await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1)
            {
                return AddOutcome.Added;
            }

            // jsonb keeps no order of keys, so the database compares.
            using var same = new NpgsqlCommand(
                "select point = $5 from protobench.points where scenario = $1 and scenario_hash = $2 and fingerprint = $3 and run = $4",
                connection)
            {
                Parameters =
                {
                    new() { Value = point.Scenario },
                    new() { Value = point.ScenarioHash },
                    new() { Value = point.Fingerprint },
                    new() { Value = point.Run },
                    new() { Value = HistoryJson.Line(point), NpgsqlDbType = NpgsqlDbType.Jsonb },
                },
            };
            return await same.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true
                ? AddOutcome.AlreadyThere
                : AddOutcome.Different;
        },
        cancellationToken);

    public Task AcknowledgeAsync(Acknowledgement acknowledgement, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await PostgresSchema.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            using var insert = new NpgsqlCommand(
                """
                insert into protobench.acknowledgements (scenario, fingerprint, cell, metric, run, acknowledgement)
                values ($1, $2, $3, $4, $5, $6) on conflict do nothing
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = acknowledgement.Scenario },
                    new() { Value = acknowledgement.Fingerprint },
                    new() { Value = acknowledgement.Cell },
                    new() { Value = acknowledgement.Metric },
                    new() { Value = acknowledgement.Run },
                    new() { Value = HistoryJson.Line(acknowledgement), NpgsqlDbType = NpgsqlDbType.Jsonb },
                },
            };
            return await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<HistoryContent> ReadAsync(string? scenario, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            if (await PostgresSchema.VersionAsync(connection, cancellationToken).ConfigureAwait(false) is null)
            {
                return new HistoryContent { Exists = false, Points = [], Acknowledgements = [] };
            }

            await PostgresSchema.EnsureAsync(connection, cancellationToken).ConfigureAwait(false);
            var points = await RowsAsync(
                connection, "select point from protobench.points", scenario, HistoryJson.Point, cancellationToken).ConfigureAwait(false);
            var acknowledgements = await RowsAsync(
                connection, "select acknowledgement from "
                    + "protobench.acknowledgements", scenario, HistoryJson.Acknowledged, cancellationToken).ConfigureAwait(false);
            return new HistoryContent { Points = HistoryContent.Ordered(points), Acknowledgements = acknowledgements };
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string select, string? scenario, Func<string, T> parse, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(scenario is null ? select : select + " where scenario = $1", connection);
        if (scenario is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = scenario });
        }

        var rows = new List<T>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(parse(reader.GetString(0)));
            }
        }

        return rows;
    }

    // Every way a database can fail becomes one sentence; Npgsql's messages hold no password.
    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await use(connection).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException or JsonException)
        {
            throw new IOException($"the history in {Name} cannot be used: {error.Message}", error);
        }
    }
}
