namespace ProtoBench.Model.Results;

/// <summary>What must be equal for two runs to be comparable, as ordered name/value pairs. Written to fingerprint.json.</summary>
public sealed record Fingerprint
{
    /// <summary>Idle processors were kept awake.</summary>
    public const string IdleAwake = "processors kept awake";

    /// <summary>Idle processors could halt.</summary>
    public const string IdleHalts = "processors may halt";

    public required string ToolVersion { get; init; }

    /// <summary>Commit the tool was built from, when known.</summary>
    public string? ToolCommit { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Kernel { get; init; }

    public required string CpuModel { get; init; }

    public required int Processors { get; init; }

    /// <summary>Frequency governor, or <c>none</c> where the kernel shows none (virtual machines).</summary>
    public required string Governor { get; init; }

    public required long MemoryBytes { get; init; }

    /// <summary>For example <c>.NET 10.0.12</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The runtime settings the trials asked for.</summary>
    public required string RuntimeSettings { get; init; }

    /// <summary>
    /// What idle processors do during the trials: <see cref="IdleAwake"/> or, as in files from before it was noted,
    /// <see cref="IdleHalts"/>.
    /// </summary>
    public string Idle { get; init; } = IdleHalts;

    public required string CongestionControl { get; init; }

    public required string ClockSource { get; init; }

    /// <summary>Kernel settings that change results, by sysctl name.</summary>
    public required IReadOnlyDictionary<string, string> Sysctls { get; init; }
}
