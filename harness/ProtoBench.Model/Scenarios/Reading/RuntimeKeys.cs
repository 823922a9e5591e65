namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of <see cref="RuntimeSettings"/>.</summary>
internal static class RuntimeKeys
{
    private static readonly KeyOf<PeerCode> Code = new(
        "code",
        new ChoiceShape<PeerCode>(),
        "When the code of both sides becomes machine code: aot (before, native AOT: nothing is compiled while it is measured) or jit (while "
            + "it runs, as most programs of .NET). Default aot; with tiered-pgo or server-gc: true it is jit.");

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
        new("runtime settings", [Code, ServerGc, ConcurrentGc, TieredPgo, InlineCompletions], Build);

    /// <summary>What a scenario has that says nothing of it.</summary>
    public static RuntimeSettings Default { get; } = new() { Code = PeerCode.Aot, InlineCompletions = true };

    private static RuntimeSettings Build(MappingReader reader)
    {
        var serverGc = reader.Get(ServerGc, false);
        var needsJit = serverGc || reader.Has(TieredPgo);
        var code = reader.Get(Code, needsJit ? PeerCode.Jit : PeerCode.Aot);
        if (code == PeerCode.Aot && needsJit)
        {
            reader.Report(
                Code,
                ScenarioErrorCodes.OutOfRange,
                $"what is compiled ahead of time has no '{(serverGc ? "server-gc" : "tiered-pgo")}'",
                "write code: jit, or leave one of the two out");
        }

        return new RuntimeSettings
        {
            Code = code,
            ServerGc = serverGc,
            ConcurrentGc = reader.Get(ConcurrentGc, false),
            TieredPgo = reader.Get(TieredPgo, true),
            InlineCompletions = reader.Get(InlineCompletions, true),
        };
    }
}
