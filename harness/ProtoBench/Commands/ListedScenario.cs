namespace ProtoBench.Commands;

/// <summary>One scenario file.</summary>
public sealed record ListedScenario(string Path, string Title);
