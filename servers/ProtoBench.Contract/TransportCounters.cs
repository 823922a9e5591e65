namespace ProtoBench.Contract;

/// <summary>What a user-space transport sent, received and measured. Null where it does not tell.</summary>
/// <param name="SmoothedRtt">RFC 9002, section 5.3.</param>
/// <param name="MinimumRtt">Smallest sample.</param>
/// <param name="CongestionWindowBytes">Bytes that may be in flight.</param>
/// <param name="DatagramsSent">UDP datagrams sent, retransmissions included.</param>
/// <param name="BytesSent">UDP payload bytes sent.</param>
/// <param name="DatagramsReceived">UDP datagrams received.</param>
/// <param name="BytesReceived">UDP payload bytes received.</param>
/// <param name="PacketsLost">Packets declared lost, whose contents were sent again; needs
/// <see cref="ProtoBench.Contract.Quic.QuicSettings.CountLosses"/>.</param>
/// <param name="Resumed">Was a TLS session resumed? Null: not known yet, because early exchanges do not wait for the handshake.</param>
/// <param name="EarlyAccepted">Was 0-RTT accepted? Null: not attempted, or not known yet.</param>
public sealed record TransportCounters(
    TimeSpan? SmoothedRtt,
    TimeSpan? MinimumRtt,
    long? CongestionWindowBytes,
    long? DatagramsSent,
    long? BytesSent,
    long? DatagramsReceived,
    long? BytesReceived,
    long? PacketsLost,
    bool? Resumed,
    bool? EarlyAccepted);
