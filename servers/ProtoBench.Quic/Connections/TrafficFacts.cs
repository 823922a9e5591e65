using System.Runtime.CompilerServices;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>What a connection negotiated and counts. <see cref="Current"/> is safe from any thread, the rest is for the loop's.</summary>
internal sealed unsafe class TrafficFacts(QuicEndpoint endpoint, TlsSession tls, bool early, ulong started)
{
    // 100 ms.
    private const ulong Interval = 100_000_000;

    private volatile QuicConnectionFacts? _current;
    private ulong _time;
    private long _datagramsSent;
    private long _datagramsReceived;
    private long _bytesReceived;

    /// <summary>Null until the handshake has completed.</summary>
    public QuicConnectionFacts? Current => _current;

    public long BytesSent { get; private set; }

    public void CountSent(long bytes)
    {
        _datagramsSent++;
        BytesSent += bytes;
    }

    public void CountReceived(int bytes)
    {
        _datagramsReceived++;
        _bytesReceived += bytes;
    }

    public void RefreshWhenOld(nint connection, ulong now, QlogSink? qlog)
    {
        if (now - _time > Interval)
        {
            Refresh(connection, now, qlog);
        }
    }

    /// <summary>Does nothing before the handshake, of which <paramref name="handshake"/> tells.</summary>
    [SkipLocalsInit]
    public void Refresh(nint connection, ulong now, QlogSink? qlog, bool handshake = false)
    {
        if (_current is null && !handshake)
        {
            return;
        }

        _time = now;
        var statistics = stackalloc byte[Ngtcp2Layout.BufferBytes];
        Ngtcp2Calls.ReadStatistics(connection, statistics);
        var facts = _current ?? Negotiated(connection, now);
        _current = facts with
        {
            SmoothedRtt = Time(statistics, Ngtcp2Layout.StatSmoothedRtt),
            MinimumRtt = Time(statistics, Ngtcp2Layout.StatMinRtt),
            CongestionWindow = *(long*)(statistics + QuicLibraries.Layout.StatCongestionWindow),
            DatagramsSent = _datagramsSent,
            BytesSent = BytesSent,
            DatagramsReceived = _datagramsReceived,
            BytesReceived = _bytesReceived,
            PacketsLost = qlog?.PacketsLost,
            DatagramBytes = (int)ngtcp2_conn_get_max_tx_udp_payload_size(connection),
            EarlyAccepted = early ? tls.EarlyAccepted : null,
        };
    }

    private QuicConnectionFacts Negotiated(nint connection, ulong now)
    {
        var peer = ngtcp2_conn_get_remote_transport_params(connection);
        return new QuicConnectionFacts
        {
            CipherSuite = tls.CipherSuite,
            Alpn = tls.Alpn,
            Resumed = tls.Resumed,
            CongestionControl = endpoint.Options.CongestionControl,
            Handshake = TimeSpan.FromTicks((long)(now - started) / TimeSpan.NanosecondsPerTick),
            SmoothedRtt = default,
            MinimumRtt = default,
            CongestionWindow = 0,
            DatagramsSent = 0,
            BytesSent = 0,
            DatagramsReceived = 0,
            BytesReceived = 0,
            DatagramBytes = 0,
            PeerMaximumStreams = *(long*)(peer + Ngtcp2Layout.ParamsMaxStreamsBidi),
            PeerStreamWindow = *(long*)(peer + Ngtcp2Layout.ParamsStreamDataBidiRemote),
            PeerConnectionWindow = *(long*)(peer + Ngtcp2Layout.ParamsMaxData),
            PeerDatagramBytes = *(long*)(peer + Ngtcp2Layout.ParamsMaxDatagramFrame),
            SendBufferBytes = endpoint.Socket.SendBufferBytes,
            ReceiveBufferBytes = endpoint.Socket.ReceiveBufferBytes,
        };
    }

    private static TimeSpan Time(byte* statistics, int offset) =>
        TimeSpan.FromTicks(*(long*)(statistics + offset) / TimeSpan.NanosecondsPerTick);
}
