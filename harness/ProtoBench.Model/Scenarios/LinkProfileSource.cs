namespace ProtoBench.Model.Scenarios;

/// <summary>
/// A link profile as its file was when the scenario was read. Kept with the plan: a name alone does not say what was measured over.
/// </summary>
public sealed record LinkProfileSource
{
    /// <summary>What <see cref="Scenario.Links"/> and cell ids call it: the file's name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The file as the scenario names it, relative to the scenario's folder; null for a profile that ships with ProtoBench.
    /// </summary>
    public string? File { get; init; }

    /// <summary>YAML; empty until the file has been read.</summary>
    public string Text { get; init; } = "";

    /// <summary>Texts of the rate traces it names, by file name; null where it names none.</summary>
    public IReadOnlyDictionary<string, string>? Traces { get; init; }
}
