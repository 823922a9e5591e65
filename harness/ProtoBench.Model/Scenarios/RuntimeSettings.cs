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
}
