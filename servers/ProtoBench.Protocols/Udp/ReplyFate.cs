namespace ProtoBench.Protocols.Udp;

/// <summary>What a reply turned out to be.</summary>
internal enum ReplyFate
{
    /// <summary>It ended its exchange.</summary>
    Expected,

    /// <summary>Its exchange had been given up.</summary>
    Late,

    /// <summary>Its exchange had been answered already.</summary>
    Duplicate,
}
