namespace ProtoBench.Model.Measurements;

/// <summary>Names of facts that the server tells after the connection was made.</summary>
internal static class ServerFacts
{
    /// <summary>
    /// Exchanges the server allows at once on a connection (SETTINGS_MAX_CONCURRENT_STREAMS). Absent where it sets no limit or the protocol
    /// has none.
    /// </summary>
    public const string StreamLimit = "server's stream limit";

    /// <summary>The software of our own server, with its version. Absent where it does not tell.</summary>
    public const string Software = "server software";

    /// <summary>How the server closes connections in use.</summary>
    public const string Closes = "server closes connections";
}
