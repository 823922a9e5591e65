using ProtoBench.Contract;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Connection facts and counters from what the QUIC library says.</summary>
internal static class QuicFacts
{
    /// <summary>Name of the fact that the server takes DATAGRAM frames.</summary>
    private const string DatagramsFact = "quic datagrams";

    /// <param name="peer">A connected peer. With 0-RTT its handshake may still be under way.</param>
    /// <param name="options">What it was connected with.</param>
    /// <param name="protocol">As its standard calls it.</param>
    /// <param name="client">Software and versions.</param>
    public static ConnectionFacts Describe(QuicPeer peer, QuicOptions options, string protocol, string client)
    {
        var facts = peer.Facts;
        var more = new Dictionary<string, string>
        {
            ["quic backend"] = "ngtcp2",
            ["quic acknowledgement threshold"] = $"{options.AckThreshold}",
            ["quic stream window bytes"] = $"{options.StreamWindow}",
            ["quic connection window bytes"] = $"{options.ConnectionWindow}",
            ["quic idle timeout"] = $"{options.IdleTimeout.TotalSeconds:0.###} s",
            ["quic keep-alive"] = $"{options.KeepAlive.TotalSeconds:0.###} s",
            ["quic completions"] = options.CompleteOnThreadPool ? "thread pool" : "inline on the connection's thread",
        };
        if (facts is not null)
        {
            more["quic handshake"] = $"{facts.Handshake.TotalMicroseconds:0} µs";
            more["quic datagram bytes at connect"] = $"{facts.DatagramBytes}";
            more["quic server maximum streams"] = $"{facts.PeerMaximumStreams}";
            more["quic server stream window bytes"] = $"{facts.PeerStreamWindow}";
            if (options.Datagrams)
            {
                more[DatagramsFact] = facts.PeerDatagramBytes > 0 ? $"up to {facts.PeerDatagramBytes} bytes" : "not taken by the server";
            }

            more["quic server connection window bytes"] = $"{facts.PeerConnectionWindow}";
        }

        return new ConnectionFacts
        {
            Protocol = protocol,
            Client = client,
            Tls = "TLS 1.3",
            CipherSuite = facts?.CipherSuite,
            Alpn = facts?.Alpn,
            TlsResumed = facts?.Resumed,
            CongestionControl = $"{options.CongestionControl}".ToLowerInvariant(),
            SendBufferBytes = facts?.SendBufferBytes,
            ReceiveBufferBytes = facts?.ReceiveBufferBytes,
            More = more,
        };
    }

    public static TransportCounters Counters(QuicPeer peer) => peer.Facts is not { } facts
        ? new TransportCounters(null, null, null, null, null, null, null, null, null, null)
        : new TransportCounters(
            facts.SmoothedRtt,
            facts.MinimumRtt,
            facts.CongestionWindow,
            facts.DatagramsSent,
            facts.BytesSent,
            facts.DatagramsReceived,
            facts.BytesReceived,
            facts.PacketsLost,
            facts.Resumed,
            facts.EarlyAccepted);
}
