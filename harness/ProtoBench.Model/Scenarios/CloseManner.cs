namespace ProtoBench.Model.Scenarios;

/// <summary>How the client of a workload ends its connections.</summary>
public enum CloseManner
{
    /// <summary>As its protocol closes: nothing is in flight.</summary>
    Graceful,

    /// <summary>It ends its own direction behind what it sends, and still receives the answer.</summary>
    Half,

    /// <summary>With a reset (RST).</summary>
    Reset,
}
