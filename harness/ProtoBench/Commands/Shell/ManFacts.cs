namespace ProtoBench.Commands.Shell;

/// <summary>What a manual page says beside the commands. Each pair is a term and what it means.</summary>
internal sealed record ManFacts
{
    /// <summary>Without the commit: pages of one version are one page.</summary>
    public required string Version { get; init; }

    /// <summary>Command lines and what they do.</summary>
    public required IReadOnlyList<(string Command, string What)> Examples { get; init; }

    public required IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; init; }

    public required IReadOnlyList<(string Name, string Meaning)> Variables { get; init; }

    public required IReadOnlyList<(string Path, string Meaning)> Files { get; init; }
}
