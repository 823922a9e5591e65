using Npgsql;

namespace ProtoBench.Analysis.History;

/// <summary>The tables of a history in PostgreSQL, made by whoever comes first.</summary>
internal static class PostgresSchema
{
    /// <summary>The version this program makes and knows.</summary>
    public const int Version = 1;

    // Any number serves; that of another program would only make the two wait for each other.
    private const long Lock = 0x50_72_6f_74_6f_42;

    private const string Create =
        """
        create schema protobench;

        create table protobench.schema_version (version integer not null);
        insert into protobench.schema_version values (1);

        create table protobench.points (
            scenario text not null,
            scenario_hash text not null,
            fingerprint text not null,
            run text not null,
            time timestamptz not null,
            point jsonb not null,
            primary key (scenario, scenario_hash, fingerprint, run));

        create table protobench.acknowledgements (
            scenario text not null,
            fingerprint text not null,
            cell text not null,
            metric text not null,
            run text not null,
            acknowledgement jsonb not null,
            primary key (scenario, fingerprint, cell, metric, run));

        -- For people and dashboards: one row per figure.
        create view protobench.figures as
            select scenario, scenario_hash, fingerprint, run, time, point ->> 'commit' as commit, point ->> 'label' as label,
                cell ->> 'id' as cell, cell ->> 'hash' as cell_hash, (cell ->> 'trials')::integer as trials,
                figure.key as metric, figure.value::double precision as value
            from protobench.points,
                jsonb_array_elements(point -> 'cells') as cell,
                jsonb_each_text(cell -> 'values') as figure;
        """;

    /// <exception cref="IOException">The tables were made by a newer program.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, cancellationToken).ConfigureAwait(false) is null)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await RunAsync(connection, $"select pg_advisory_xact_lock({Lock})", cancellationToken).ConfigureAwait(false);
                if (await VersionAsync(connection, cancellationToken).ConfigureAwait(false) is null)
                {
                    await RunAsync(connection, Create, cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        var version = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version != Version)
        {
            throw new IOException(
                $"the database's history has version {version}, and this program knows version {Version}; use a newer protobench");
        }
    }

    /// <summary>Null where there is no history yet.</summary>
    public static async Task<int?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Not to_regclass: after waiting for the lock it still answers from what this session had looked up before.
        using var exists = new NpgsqlCommand(
            "select exists (select from pg_catalog.pg_tables where schemaname = 'protobench' and tablename = "
                + "'schema_version')", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
        {
            return null;
        }

        using var version = new NpgsqlCommand("select max(version) from protobench.schema_version", connection);
        return (int)(await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
