namespace ProtoBench.Contract.Requests;

/// <summary>A server that is not ours, as its client must know it beside its address.</summary>
public sealed record ForeignSite
{
    /// <summary>Host of the URL, without a port: what goes into Host, <c>:authority</c> and, where it is a name, into SNI.</summary>
    public required string Host { get; init; }

    /// <summary>Of the URL, also where the connection goes elsewhere.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Path and query of a WebSocket upgrade, with the sub-protocols to offer (RFC 6455, 1.9); of no meaning to other protocols.
    /// </summary>
    public string UpgradeTarget { get; init; } = "/";

    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>How its certificate is judged; null: the connection is in plain text.</summary>
    public ServerTrust? Trust { get; init; }
}

/// <summary>How the certificate of a server that is not ours is judged, and what the client shows of itself.</summary>
public sealed record ServerTrust
{
    /// <summary>The authorities that are trusted, in PEM; null: the system's.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>The name in SNI and in the certificate; null: <see cref="ForeignSite.Host"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>The client's certificate and key, in PEM, for servers that ask for one (mTLS); null: none.</summary>
    public string? ClientPem { get; init; }

    /// <summary>Takes any certificate. A condition of the result, which every report tells.</summary>
    public bool Insecure { get; init; }
}
