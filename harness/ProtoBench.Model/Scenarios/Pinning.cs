namespace ProtoBench.Model.Scenarios;

/// <summary>How processors are divided between the two processes of a trial.</summary>
public enum Pinning
{
    /// <summary>
    /// The server gets the first half of the allowed processors, the client the rest. Without it the scheduler's placement decides the
    /// level of p50 for the life of a process pair (measured on two virtual processors: trial spread 20-30 % unpinned, under 3 % pinned).
    /// </summary>
    Split,

    /// <summary>The scheduler decides.</summary>
    None,
}
