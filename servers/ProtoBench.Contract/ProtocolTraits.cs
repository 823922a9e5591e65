using ProtoBench.Contract.Requests;

namespace ProtoBench.Contract;

/// <summary>What a protocol can do, as plain facts for the planner, the load loops and the conformance suite.</summary>
public sealed record ProtocolTraits
{
    /// <summary>16 MiB: the largest message a workload may ask for.</summary>
    public const int LargestMessageBytes = 16 * 1024 * 1024;

    /// <summary>Exchanges may overlap on one connection.</summary>
    public bool Multiplexed { get; init; }

    /// <summary>Messages may be lost (UDP): an exchange without an answer is a normal outcome, counted as lost.</summary>
    public bool Datagram { get; init; }

    /// <summary>
    /// Reliable by itself, it can also send messages in datagrams that are not repeated (RFC 9221), on its default backend: see
    /// <see cref="ProtoBench.Contract.Quic.QuicSettings.Datagrams"/>. Default false.
    /// </summary>
    public bool Datagrams { get; init; }

    /// <summary>Sends no IP packets (Unix sockets): there is no link to impair.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>
    /// Connections are TCP connections, so TCP_NODELAY and TCP_CONGESTION apply. Default: every protocol that is neither a datagram nor a
    /// local-only one; a protocol on QUIC says false.
    /// </summary>
    public bool OverTcp { get => field && !Datagram && !LocalOnly; init; } = true;

    /// <summary>
    /// Runs on a QUIC of this process, whose congestion control can be chosen and whose TLS sessions can be resumed, with 0-RTT or without,
    /// as far as its backend lets them: see <see cref="TunesQuic"/>.
    /// </summary>
    public bool OverQuic { get; init; }

    /// <summary>Can run inside TLS 1.3 when <see cref="EndpointSettings.Tls"/> is set.</summary>
    public bool SupportsTls { get; init; }

    /// <summary>Has no plaintext form (QUIC: TLS 1.3 is part of it, RFC 9001), so <see cref="EndpointSettings.Tls"/> must be set.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>Connections can also be made with <see cref="IoMode.Blocking"/>.</summary>
    public bool SupportsBlocking { get; init; }

    /// <summary>
    /// Has a second client beside the idiomatic one, which does exchanges and requests only and costs as little as one in C: see
    /// <see cref="EndpointSettings.Lean"/>.
    /// </summary>
    public bool SupportsLean { get; init; }

    /// <summary>
    /// Has a second server beside the idiomatic one, which answers exchanges in plain text only and costs as little as one in C: see
    /// <see cref="EndpointSettings.ServeWith"/>. Default false.
    /// </summary>
    public bool ServesLean { get; init; }

    /// <summary>
    /// The lean client can send requests before earlier ones are answered, which are answered in order (RFC 9112, 9.3.2): see
    /// <see cref="EndpointSettings.Pipeline"/>. Default false.
    /// </summary>
    public bool Pipelines { get; init; }

    /// <summary>
    /// Asynchronous connections are <see cref="IMessageStreamConnection"/>s: messages flow in both directions of a stream at once. Not over
    /// HTTP/1.1, whose clients read a response when they have sent the request, nor over datagrams, which may be lost.
    /// </summary>
    public bool MessageStreams { get; init; }

    /// <summary>Asynchronous connections are <see cref="IResettableConnection"/>s. Default false.</summary>
    public bool Resets { get; init; }

    /// <summary>
    /// Idiomatic servers ask <see cref="EndpointSettings.Requests"/> what to carry out. Default false.
    /// </summary>
    public bool KnowsRequests { get; init; }

    /// <summary>
    /// Such servers also reset connections where <see cref="EndpointSettings.Requests"/> says so. Default false: there is nothing that
    /// the client's kernel would tell it at once.
    /// </summary>
    public bool ServerResets { get; init; }

    /// <summary>Servers are <see cref="IDrainingServer"/>s: they can stop without cutting what runs. Default false.</summary>
    public bool Drains { get; init; }

    /// <summary>
    /// Connections of the idiomatic client are <see cref="IEventRequestConnection"/>s: applications answer plain requests. Default false.
    /// </summary>
    public bool EventRequests { get; init; }

    /// <summary>
    /// Exchanges of the idiomatic client may be typed messages: see <see cref="EndpointSettings.Codec"/>. Default false.
    /// </summary>
    public bool Codecs { get; init; }

    /// <summary>Typed messages may be compressed: see <see cref="EndpointSettings.Compress"/>. Default false.</summary>
    public bool Compresses { get; init; }

    /// <summary>
    /// Connections are <see cref="ProtoBench.Contract.Requests.IRequestConnection"/>s: they send requests of the user's own. Default false.
    /// </summary>
    public bool SendsRequests { get; init; }

    /// <summary>What such a request is. Default: one of HTTP.</summary>
    public RequestForm RequestForm { get; init; }

    /// <summary>The largest request or response payload, in bytes.</summary>
    public int MaximumMessageBytes { get; init; } = LargestMessageBytes;

    /// <summary>
    /// Protocols it can be carried over where that is a choice (WebSocket: http1, http2), the default first; otherwise empty.
    /// </summary>
    public IReadOnlyList<Carrier> Carriers { get; init; } = [];

    /// <summary>As scenarios write <see cref="Carriers"/>.</summary>
    public IReadOnlyList<string> CarrierNames => [.. Carriers.Select(carrier => carrier.Name)];

    /// <summary>
    /// Implementations of its transport where that is a choice (QUIC: ngtcp2, msquic), the default first; otherwise empty.
    /// </summary>
    public IReadOnlyList<string> Backends { get; init; } = [];

    /// <summary>
    /// Its place in the colours of charts, from 0, which no other protocol has: its first arm then looks the same in every report. The
    /// protocols that <c>quick</c> compares have one. Null, the default: a spare colour of each report.
    /// </summary>
    public int? ColourSlot { get; init; }

    /// <summary>
    /// The scheme of its URLs in plain text, to which TLS adds an s (RFC 9110, 4.2; RFC 6455, 3); null, the default: it has none.
    /// </summary>
    public string? UrlScheme { get; init; }

    /// <summary>How curl speaks it; null, the default: it does not.</summary>
    public CurlOptions? Curl { get; init; }

    /// <summary>Can the lean client ask over the carrier <paramref name="over"/> (null: the default)? It knows the default one.</summary>
    public bool LeanOver(string? over) =>
        SupportsLean && (over is null || Carriers is not [{ Name: var first }, ..] || over == first);

    /// <summary>
    /// Can congestion control and resumption be set with <paramref name="backend"/> (null: the default)? Only the default backend, which is
    /// bound by this program, offers them; System.Net.Quic has neither setting.
    /// </summary>
    public bool TunesQuic(string? backend) => OverQuic && (backend is null || (Backends is [var first, ..] && backend == first));
}
