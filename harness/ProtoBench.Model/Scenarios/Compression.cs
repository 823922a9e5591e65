namespace ProtoBench.Model.Scenarios;

/// <summary>How an arm's typed messages are compressed.</summary>
public enum Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>RFC 1952, at the fastest level.</summary>
    Gzip,
}
