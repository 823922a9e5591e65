using System.Net;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;

namespace ProtoBench.Contract;

/// <summary>
/// Where and how to listen or connect. Both sides of a trial get equal settings but for the end point and the certificate.
/// </summary>
public sealed record EndpointSettings
{
    /// <summary>
    /// An <see cref="IPEndPoint"/> (port 0: choose), or a <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/> for local-only
    /// protocols.
    /// </summary>
    public required EndPoint EndPoint { get; init; }

    /// <summary>TLS 1.3, or null for plaintext.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>
    /// The server is not ours but this one, which is sent <see cref="UserRequest"/>s; null: ours. Only clients read it, and then
    /// <see cref="ForeignSite.Trust"/> in place of <see cref="Tls"/>.
    /// </summary>
    public ForeignSite? Site { get; init; }

    /// <summary>The carrier where the protocol offers a choice; null takes the first of <see cref="ProtocolTraits.Carriers"/>.</summary>
    public string? Over { get; init; }

    /// <summary>TCP_NODELAY (RFC 896 off). Default true, as Kestrel and HttpClient have it.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>
    /// Congestion control: of TCP by its kernel name (TCP_CONGESTION, tcp(7); null keeps the system's), of QUIC cubic, reno or bbr (null:
    /// cubic).
    /// </summary>
    public string? CongestionControl { get; init; }

    /// <summary>
    /// SO_SNDBUF in bytes (socket(7); the kernel doubles it, up to twice net.core.wmem_max). Null: the system's size, which TCP lets grow.
    /// </summary>
    public int? SendBufferBytes { get; init; }

    /// <summary>
    /// Let the kernel cut the datagrams of a bulk transfer out of one call, and hand many over in one, where the protocol sends datagrams
    /// of its own. Default true; where the kernel refuses it, the facts of a connection say so.
    /// </summary>
    public bool Segmentation { get; init; } = true;

    /// <summary>How socket calls wait. <see cref="IoMode.Blocking"/> only where <see cref="ProtocolTraits.SupportsBlocking"/>.</summary>
    public IoMode Io { get; init; } = IoMode.Async;

    /// <summary>Limit of one blocking exchange; asynchronous ones are limited by their token instead. Default 10 s.</summary>
    public TimeSpan BlockingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Processor time the server spends on every exchange before it answers. Default none. Only servers read it.</summary>
    public TimeSpan ServerWork { get; init; }

    /// <summary>
    /// What knows the requests that the server carries out, where <see cref="ProtocolTraits.KnowsRequests"/>; null, the default: nothing
    /// does. Requests whose ids it reads begin with one, which no side compares as payload: not with <see cref="VerifyContent"/>. Only
    /// servers read it.
    /// </summary>
    public RequestLedger? Requests { get; init; }

    /// <summary>
    /// What learns that the peer of a connection is gone which nothing comes on; null, the default: nothing. Only clients read it.
    /// </summary>
    public KeepAlive? KeepAlive { get; init; }

    /// <summary>
    /// What serves. <see cref="ServerMake.Lean"/> only where <see cref="ProtocolTraits.ServesLean"/>, and then exchanges of bytes in plain
    /// text. Only servers read it.
    /// </summary>
    public ServerMake ServeWith { get; init; }

    /// <summary>
    /// Ask with the lean client instead of the idiomatic one, where <see cref="ProtocolTraits.SupportsLean"/>. Default false. Only clients
    /// read it.
    /// </summary>
    public bool Lean { get; init; }

    /// <summary>
    /// Requests that may be under way on one connection at once, where <see cref="ProtocolTraits.Pipelines"/> and the lean client asks; 1,
    /// the default: each waits for the answer to the one before. Only clients read it.
    /// </summary>
    public int Pipeline { get; init; } = 1;

    /// <summary>
    /// How the messages of exchanges are written, where <see cref="ProtocolTraits.Codecs"/>. With another one than bytes an exchange sends
    /// a typed message whose content has the length of the request, and its answer's content has the bytes asked for; encoding and
    /// decoding are part of the exchange on both sides.
    /// </summary>
    public Codec Codec { get; init; }

    /// <summary>
    /// Compress typed messages with gzip (RFC 1952), fastest level, both ways, where <see cref="ProtocolTraits.Compresses"/>. Default
    /// false.
    /// </summary>
    public bool Compress { get; init; }

    /// <summary>
    /// Both sides compare every received payload byte with <see cref="Payload"/>. Off by default: it costs a pass over the memory.
    /// </summary>
    public bool VerifyContent { get; init; }

    /// <summary>What clients can open streams of messages to, by name. Default nothing. Only servers read it.</summary>
    public IReadOnlyDictionary<string, ServerApplication> Applications { get; init; } =
        System.Collections.Frozen.FrozenDictionary<string, ServerApplication>.Empty;

    /// <summary>What only protocols over QUIC read.</summary>
    public QuicSettings Quic { get; init; } = new();
}
