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

    /// <summary>Header fields of a WebSocket upgrade beside those of the protocol, such as Authorization or Origin. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UpgradeHeaders { get; init; } = [];

    /// <summary>Offer permessage-deflate (RFC 7692) on a WebSocket. Default false; whether it was agreed on is in the facts.</summary>
    public bool Deflate { get; init; }

    /// <summary>A text message that a WebSocket's client sends right after the upgrade, as part of connecting. Null: none.</summary>
    public string? FirstMessage { get; init; }

    /// <summary>
    /// Messages that a WebSocket's server sends of its own accord, after the upgrade and after <see cref="FirstMessage"/>, before it takes
    /// requests. Connecting waits for them. Default 0.
    /// </summary>
    public int ServerGreetings { get; init; }

    /// <summary>Whether the messages of requests are text or binary on a WebSocket.</summary>
    public MessageForm Form { get; init; }

    /// <summary>
    /// The protocol that raw QUIC, or raw TCP inside TLS, offers in ALPN (RFC 7301). Null: QUIC offers ours, TCP none. HTTP has its own.
    /// </summary>
    public string? Alpn { get; init; }

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

/// <summary>How a WebSocket's client sends the messages of requests (RFC 6455, 5.6).</summary>
public enum MessageForm
{
    /// <summary>As text where their bytes are valid UTF-8, else as binary.</summary>
    ByContent,

    Text,

    Binary,
}
