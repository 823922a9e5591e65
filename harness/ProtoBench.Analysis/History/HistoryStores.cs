namespace ProtoBench.Analysis.History;

/// <summary>Opens a store by what the user wrote after <c>--store</c>.</summary>
internal static class HistoryStores
{
    public const string DefaultFolder = "results/history";

    /// <param name="text">A folder or <c>postgres://…</c>; null is <see cref="DefaultFolder"/>.</param>
    /// <exception cref="FormatException">It is neither, or there is a file of that name.</exception>
    public static IHistoryStore Open(string? text) => text switch
    {
        null or "" => new JsonLinesHistoryStore(DefaultFolder),
        _ when PostgresAddress.IsOne(text) => new PostgresHistoryStore(PostgresAddress.Parse(text)),
        _ when text.Contains("://", StringComparison.Ordinal) =>
            throw new FormatException("--store takes a folder or a postgres:// address, and no other kind of address"),
        _ when File.Exists(text) => throw new FormatException($"--store takes a folder, and {text} is a file; name the folder it is in"),
        _ => new JsonLinesHistoryStore(text),
    };
}
