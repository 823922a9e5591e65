using System.Net;
using ProtoBench.Contract.Quic;

namespace ProtoBench.Quic.Options;

/// <summary>
/// How an endpoint listens or connects. The defaults are what was measured best on loopback; every one of them is in the facts.
/// </summary>
public sealed record QuicOptions
{
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The one application protocol offered or accepted (RFC 7301), such as <c>h3</c>.</summary>
    public required string Alpn { get; init; }

    /// <summary>Server: its certificate. Client: the only certificates it trusts; empty: the system's authorities.</summary>
    public required string CertificatePem { get; init; }

    /// <summary>PKCS#8; servers only.</summary>
    public string? PrivateKeyPem { get; init; }

    /// <summary>The name a client demands in the certificate, and sends as SNI where it is no address (RFC 6066, 3).</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>A client's own certificate and key in PEM, shown to servers that ask for one; null: none.</summary>
    public string? ClientPem { get; init; }

    /// <summary>A client takes any certificate. Default false.</summary>
    public bool Insecure { get; init; }

    public QuicCongestionControl CongestionControl { get; init; } = QuicCongestionControl.Cubic;

    /// <summary>Silence after which the connection is given up (RFC 9000, section 10.1). The smaller of both sides' counts.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence after which a client sends a PING; zero: never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bidirectional streams the peer may have open at once.</summary>
    public int MaximumStreams { get; init; } = 1024;

    /// <summary>
    /// Flow-control window of a stream in bytes (initial_max_stream_data; it slides, it does not grow). Default 6 MiB, Linux's tcp_rmem
    /// maximum.
    /// </summary>
    public int StreamWindow { get; init; } = 6 * 1024 * 1024;

    /// <summary>Flow-control window of the connection in bytes.</summary>
    public int ConnectionWindow { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Packets after which an acknowledgement is sent at once. 1: ngtcp2's default of 2 makes a lone packet wait for the delayed-ack timer,
    /// and peers that complete a write on its acknowledgement (System.Net.Quic) then take 3 ms per exchange instead of 60 µs.
    /// </summary>
    public int AckThreshold { get; init; } = 1;

    /// <summary>
    /// RTT assumed before the first sample. 10 ms instead of RFC 9002's 333 ms: a lost first packet is repeated after 30 ms, not 1 s.
    /// </summary>
    public TimeSpan InitialRtt { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>A handshake that takes longer fails.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Folder for one qlog file per connection (draft-ietf-quic-qlog, JSON-SEQ); also makes the facts count lost packets. Null: none.
    /// </summary>
    public string? QlogDirectory { get; init; }

    /// <summary>
    /// Count lost packets, also without <see cref="QlogDirectory"/>. ngtcp2 tells of them only through qlog, so every packet then costs the
    /// text of its qlog event. Default false.
    /// </summary>
    public bool CountLosses { get; init; }

    /// <summary>Take DATAGRAM frames from the peer, and tell it so (RFC 9221, section 3). Default false.</summary>
    public bool Datagrams { get; init; }

    /// <summary>Tests: share of sent datagrams that is thrown away instead, 0 to 1.</summary>
    public double DropRate { get; init; }

    /// <summary>Seed of <see cref="DropRate"/>'s choices.</summary>
    public int DropSeed { get; init; } = 1;

    /// <summary>
    /// False (default): whoever awaits an exchange continues on the loop's thread, without a hop (24 instead of 40 µs on a busy machine).
    /// It must then not block. True: continues on the thread pool.
    /// </summary>
    public bool CompleteOnThreadPool { get; init; }

    /// <summary>Where a client keeps session tickets and finds them again; null: every handshake is a full one.</summary>
    public QuicSessionStore? Sessions { get; init; }

    /// <summary>Use 0-RTT when <see cref="Sessions"/> has a ticket: connecting then does not wait for the handshake.</summary>
    public bool EarlySending { get; init; }
}
