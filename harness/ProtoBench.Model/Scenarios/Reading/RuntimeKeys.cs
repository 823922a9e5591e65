namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of <see cref="RuntimeSettings"/>.</summary>
internal static class RuntimeKeys
{
    private static readonly KeyOf<bool> ServerGc = new(
        "server-gc", Shapes.Flag, "Server garbage collection (DOTNET_gcServer). Default false.");

    private static readonly KeyOf<bool> ConcurrentGc = new(
        "concurrent-gc", Shapes.Flag, "Background collections (DOTNET_gcConcurrent). Default false.");

    private static readonly KeyOf<bool> TieredPgo = new(
        "tiered-pgo", Shapes.Flag, "Profile-guided re-jitting of hot methods (DOTNET_TieredPGO). Default true.");

    private static readonly KeyOf<bool> InlineCompletions = new(
        "inline-completions",
        Shapes.Flag,
        "Exchanges of protocols that have io go on, with async, on the thread that epoll tells of their sockets "
            + "(DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS); false: on the thread pool, as .NET does when nothing is said. Default true.");

    public static MappingShape<RuntimeSettings> Shape { get; } =
        new("runtime settings", [ServerGc, ConcurrentGc, TieredPgo, InlineCompletions], Build);

    /// <summary>What a scenario has that says nothing of it.</summary>
    public static RuntimeSettings Default { get; } = new() { InlineCompletions = true };

    private static RuntimeSettings Build(MappingReader reader) => new()
    {
        ServerGc = reader.Get(ServerGc, false),
        ConcurrentGc = reader.Get(ConcurrentGc, false),
        TieredPgo = reader.Get(TieredPgo, true),
        InlineCompletions = reader.Get(InlineCompletions, true),
    };
}
