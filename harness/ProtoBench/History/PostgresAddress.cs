using Npgsql;

namespace ProtoBench.History;

/// <summary>
/// A connection URI as libpq takes it (PostgreSQL manual, 34.1.1.2): <c>postgres://user:password@host:port/database?sslmode=require</c>, with
/// <c>?host=/run/postgresql</c> for a Unix socket. What is absent comes from PGUSER, PGPASSWORD and their kin.
/// </summary>
internal static class PostgresAddress
{
    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <exception cref="FormatException">It is no such URI, or has an option that Npgsql does not know.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        const string Shape = "postgres://USER@HOST:PORT/DATABASE";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw new FormatException($"the store is not a PostgreSQL address; one looks like {Shape}");
        }

        var settings = new NpgsqlConnectionStringBuilder();
        var (user, password) = uri.UserInfo.Split(':', 2) is [var name, var secret] ? (name, secret) : (uri.UserInfo, "");
        Set(settings, "Username", user);
        Set(settings, "Password", password);
        Set(settings, "Host", uri.Host);
        Set(settings, "Database", uri.AbsolutePath.Trim('/'));
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, "");
            Set(settings, Uri.UnescapeDataString(key), value);
        }

        return settings.Host is { Length: > 0 }
            ? settings
            : throw new FormatException($"the PostgreSQL address names no host; one looks like {Shape}, or postgres://USER@/DATABASE?host=/run/postgresql");
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        try
        {
            settings[key] = Uri.UnescapeDataString(value);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"the PostgreSQL address has an option that cannot be: {key} ({error.Message})", error);
        }
    }
}
