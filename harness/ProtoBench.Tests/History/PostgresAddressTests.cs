using ProtoBench.Analysis.History;
using Xunit;

namespace ProtoBench.Tests.History;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://me@db.example/bench", "db.example", 5432, "me", null, "bench")]
    [InlineData("postgresql://me:p%40ss@db.example:6543/bench", "db.example", 6543, "me", "p@ss", "bench")]
    [InlineData("postgres://me@/bench?host=%2Frun%2Fpostgresql&port=5433", "/run/postgresql", 5433, "me", null, "bench")]
    [InlineData("postgres://[::1]/bench?application_name=x", "::1", 5432, null, null, "bench")]
    public void An_address_is_read_as_libpq_reads_it(string text, string host, int port, string? user, string? password, string database)
    {
        var settings = PostgresAddress.Parse(text);
        Assert.Equal(
            (host, port, user, password, database),
            (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Theory]
    [InlineData("postgres://me@host:port/bench")]
    [InlineData("postgres://a@b@c/bench")]
    [InlineData("postgres:///bench")]
    [InlineData("postgres://host:99999999999/bench")]
    public void What_is_no_address_is_refused_without_repeating_a_password(string text) =>
        Assert.StartsWith("the ", Assert.Throws<FormatException>(() => PostgresAddress.Parse(text)).Message, StringComparison.Ordinal);
}
