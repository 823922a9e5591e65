using System.Text.RegularExpressions;
using Npgsql;

namespace ProtoBench.Analysis.History;

/// <summary>
/// A connection URI as libpq takes it (PostgreSQL manual, 34.1.1.2): <c>postgres://user:password@host:port/database?sslmode=require</c>,
/// with <c>?host=/run/postgresql</c> for a Unix socket. What is absent comes from PGUSER, PGPASSWORD and their kin.
/// </summary>
internal static partial class PostgresAddress
{
    // Options whose name in libpq is none of Npgsql's.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["dbname"] = "Database",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslrootcert"] = "Root Certificate",
    };

    private const string Example = "postgres://USER@HOST:PORT/DATABASE";

    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <exception cref="FormatException">It is no such URI, or has an option that Npgsql does not know.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var address = Shape().Match(text);
        if (!address.Success)
        {
            throw new FormatException($"the store is not a PostgreSQL address; one looks like {Example}");
        }

        var settings = new NpgsqlConnectionStringBuilder();
        Set(settings, "Username", address.Groups["user"].Value);
        Set(settings, "Password", address.Groups["password"].Value);
        Set(settings, "Host", address.Groups["host"].Value.Trim('[', ']'));
        Set(settings, "Port", address.Groups["port"].Value);
        Set(settings, "Database", address.Groups["database"].Value);
        foreach (var option in address.Groups["options"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, "");
            Set(settings, Uri.UnescapeDataString(key), value);
        }

        return settings.Host is { Length: > 0 }
            ? settings
            : throw new FormatException(
                $"the PostgreSQL address names no host; one looks like {Example}, or postgres://USER@/DATABASE?host=/run/postgresql");
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        try
        {
            settings[Names.GetValueOrDefault(key, key)] = Uri.UnescapeDataString(value);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new FormatException($"the PostgreSQL address has an option that cannot be: {key} ({error.Message})", error);
        }
    }

    // Uri will not do: to it an address without a host, which means a Unix socket, is none.
    [GeneratedRegex(
        @"^postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<host>\[[^\]]*\]|[^:@/?]*)(?::(?<port>\d+))?(?:/(?<database>[^?]*))?(?:\?(?<options>.*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
