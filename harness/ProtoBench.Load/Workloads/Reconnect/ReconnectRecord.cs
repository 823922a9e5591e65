namespace ProtoBench.Load.Workloads.Reconnect;

/// <summary>What one client met.</summary>
/// <param name="Known">When it knew, in nanoseconds; 0: never.</param>
/// <param name="By">What told it.</param>
/// <param name="Served">When it was served again; 0: not.</param>
/// <param name="Attempts">How often it tried.</param>
/// <param name="Refused">Of these, told that nobody listens.</param>
/// <param name="TimedOut">Given up at their limit.</param>
/// <param name="Broken">Broken by somebody.</param>
internal sealed record ReconnectRecord(
    long Known, LearnedBy By, long Served, int Attempts, int Refused, int TimedOut, int Broken);

/// <summary>What tells a client that its server has gone.</summary>
internal enum LearnedBy
{
    /// <summary>Its connection was closed or reset: by the kernel of a server that was killed.</summary>
    Close,

    /// <summary>The server's machine says that nobody listens: ICMP port unreachable, or RST to a SYN.</summary>
    Refusal,

    /// <summary>Nothing does: its own limit was over.</summary>
    Silence,
}
