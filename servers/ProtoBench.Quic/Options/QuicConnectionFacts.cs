namespace ProtoBench.Quic.Options;

/// <summary>
/// What one connection negotiated and counted. Counters are those of the last refresh, at most 100 ms old while packets flow.
/// </summary>
public sealed record QuicConnectionFacts
{
    public required string CipherSuite { get; init; }

    public required string Alpn { get; init; }

    public required bool Resumed { get; init; }

    /// <summary>Was 0-RTT accepted? Null when it was not attempted.</summary>
    public bool? EarlyAccepted { get; init; }

    public required QuicCongestionControl CongestionControl { get; init; }

    /// <summary>From the first Initial packet written to handshake completed.</summary>
    public required TimeSpan Handshake { get; init; }

    public required TimeSpan SmoothedRtt { get; init; }

    public required TimeSpan MinimumRtt { get; init; }

    /// <summary>Congestion window in bytes.</summary>
    public required long CongestionWindow { get; init; }

    public required long DatagramsSent { get; init; }

    public required long BytesSent { get; init; }

    public required long DatagramsReceived { get; init; }

    public required long BytesReceived { get; init; }

    /// <summary>
    /// Packets declared lost, which ngtcp2 tells only through qlog; null without it and without <see cref="QuicOptions.CountLosses"/>.
    /// </summary>
    public long? PacketsLost { get; init; }

    /// <summary>Largest UDP payload path MTU discovery has confirmed.</summary>
    public required int DatagramBytes { get; init; }

    /// <summary>The peer's limits: bidirectional streams, stream window and connection window in bytes.</summary>
    public required long PeerMaximumStreams { get; init; }

    public required long PeerStreamWindow { get; init; }

    public required long PeerConnectionWindow { get; init; }

    /// <summary>Largest DATAGRAM frame that the peer takes, in bytes; 0: none (RFC 9221, section 3).</summary>
    public required long PeerDatagramBytes { get; init; }

    public required int SendBufferBytes { get; init; }

    public required int ReceiveBufferBytes { get; init; }
}
