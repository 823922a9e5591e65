namespace ProtoBench.Model.Scenarios;

/// <summary>What a server does with a request whose id it has seen before.</summary>
public enum DuplicateRule
{
    /// <summary>It carries it out once more, and counts that.</summary>
    Count,

    /// <summary>It answers it without carrying it out again, as long as it remembers the id.</summary>
    Suppress,
}
