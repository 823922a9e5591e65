namespace ProtoBench.Model.Scenarios;

/// <summary>How the connections of a workload end: by the client, or, of the last two, by the server.</summary>
public enum CloseManner
{
    /// <summary>As its protocol closes: nothing is in flight.</summary>
    Graceful,

    /// <summary>The client ends its own direction behind what it sends, and still receives the answer.</summary>
    Half,

    /// <summary>With a reset (RST).</summary>
    Reset,

    /// <summary>The server stops while exchanges run: it says so where there is a word for it, and answers what it has begun.</summary>
    Drain,

    /// <summary>The server stops while exchanges run, and cuts them.</summary>
    Cut,
}
