namespace ProtoBench.Model.Scenarios;

/// <summary>
/// .NET runtime settings both processes of a trial run under; passed as DOTNET_ environment variables and read back by the child.
/// </summary>
public sealed record RuntimeSettings
{
    /// <summary>
    /// Server garbage collection (DOTNET_gcServer). Default false: one heap, no collector threads beside the measured ones.
    /// </summary>
    public bool ServerGc { get; init; }

    /// <summary>Background collections (DOTNET_gcConcurrent). Default false.</summary>
    public bool ConcurrentGc { get; init; }

    /// <summary>Profile-guided re-jitting of hot methods (DOTNET_TieredPGO). Default true, the runtime's own default.</summary>
    public bool TieredPgo { get; init; } = true;

    /// <summary>
    /// When the code of both sides becomes machine code. Scenario files have <see cref="PeerCode.Aot"/> where they say nothing of it, of
    /// profiles or of server collection. Here <see cref="PeerCode.Jit"/>, because runs were stored before there was a choice.
    /// </summary>
    public PeerCode Code { get; init; }

    /// <summary>
    /// Exchanges over sockets of our own go on, on the thread that epoll tells of them, instead of a thread of the pool
    /// (DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS). Scenario files have true where they say nothing. Here false, because runs were
    /// stored before there was a choice.
    /// </summary>
    public bool InlineCompletions { get; init; }
}
