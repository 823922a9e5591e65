namespace ProtoBench.Contract;

/// <summary>
/// What one connection really negotiated, read from the connection itself. Null means "does not apply" or "the stack does not tell".
/// </summary>
public sealed record ConnectionFacts
{
    /// <summary>Begins <see cref="Client"/> of every lean client: see <see cref="EndpointSettings.Lean"/>.</summary>
    public const string LeanClient = "ProtoBench lean client";

    /// <summary>Begins <see cref="IProtocolServer.Software"/> of every lean server: see <see cref="EndpointSettings.ServeWith"/>.</summary>
    public const string LeanServer = "ProtoBench lean server";

    /// <summary>The protocol as its standard calls it: <c>HTTP/2</c>, <c>WebSocket over HTTP/1.1</c>, <c>TCP</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The software that spoke on the client's side, with its version.</summary>
    public required string Client { get; init; }

    /// <summary>For example <c>TLS 1.3</c>; null for plaintext.</summary>
    public string? Tls { get; init; }

    /// <summary>IANA name of the cipher suite.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The protocol TLS agreed on (RFC 7301).</summary>
    public string? Alpn { get; init; }

    /// <summary>Was a TLS session resumed?</summary>
    public bool? TlsResumed { get; init; }

    /// <summary>Of the kernel for this TCP socket (TCP_CONGESTION), or of the QUIC library for this connection.</summary>
    public string? CongestionControl { get; init; }

    public bool? NoDelay { get; init; }

    /// <summary>SO_SNDBUF as the kernel reports it, in bytes.</summary>
    public int? SendBufferBytes { get; init; }

    /// <summary>SO_RCVBUF as the kernel reports it, in bytes.</summary>
    public int? ReceiveBufferBytes { get; init; }

    /// <summary>How the client's socket calls wait.</summary>
    public IoMode Io { get; init; }

    /// <summary>Further facts by name, such as <c>h2 initial stream window</c>.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}
