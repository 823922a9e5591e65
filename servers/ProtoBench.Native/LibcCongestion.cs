using System.Buffers.Binary;

namespace ProtoBench.Native;

/// <summary>What the kernel's congestion control knows of one TCP connection (struct tcp_info, linux/tcp.h; tcp(7), TCP_INFO).</summary>
/// <param name="SegmentBytes">Payload of a full segment as it is sent (tcpi_snd_mss).</param>
/// <param name="WindowSegments">Congestion window (tcpi_snd_cwnd), in segments.</param>
/// <param name="ThresholdSegments">Slow start ends there (tcpi_snd_ssthresh); <see cref="NoThreshold"/> until the first loss.</param>
/// <param name="RoundTripMicroseconds">Smoothed (tcpi_rtt; RFC 6298).</param>
/// <param name="DeviationMicroseconds">
/// Mean deviation of round trips from it (tcpi_rttvar, which is the kernel's mdev_us; RTTVAR of RFC 6298 without a least value).
/// </param>
/// <param name="LeastRoundTripMicroseconds">The least of late (tcpi_min_rtt).</param>
/// <param name="SentAgain">Segments sent again since it began (tcpi_total_retrans).</param>
/// <param name="BytesPerSecond">Latest estimate of what is delivered (tcpi_delivery_rate).</param>
/// <param name="AckedBytes">Acknowledged by the peer since it began (tcpi_bytes_acked).</param>
/// <param name="ReceivedBytes">Received since it began (tcpi_bytes_received).</param>
internal readonly record struct TcpCongestion(
    int SegmentBytes,
    int WindowSegments,
    int ThresholdSegments,
    int RoundTripMicroseconds,
    int DeviationMicroseconds,
    int LeastRoundTripMicroseconds,
    long SentAgain,
    long BytesPerSecond,
    long AckedBytes,
    long ReceivedBytes)
{
    /// <summary>What the kernel tells as a threshold while there is none (TCP_INFINITE_SSTHRESH, net/tcp.h).</summary>
    public const int NoThreshold = 0x7fffffff;
}

/// <summary>Asks for it. About 1 µs, and nothing is allocated.</summary>
internal static class LibcCongestion
{
    private const int LevelTcp = 6;
    private const int TcpInformation = 11;
    private const byte Established = 1;

    // Up to tcpi_delivery_rate, which kernels tell since 4.9.
    private const int InformationLength = 168;

    /// <summary>False: the descriptor is no established TCP connection, or the kernel is older than 4.9.</summary>
    public static bool TryRead(int descriptor, out TcpCongestion state)
    {
        Span<byte> information = stackalloc byte[InformationLength];
        var length = (uint)information.Length;
        if (LibcSockets.GetOption(descriptor, LevelTcp, TcpInformation, information, ref length) != 0
            || length < InformationLength || information[0] != Established)
        {
            state = default;
            return false;
        }

        state = new TcpCongestion(
            BinaryPrimitives.ReadInt32LittleEndian(information[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[80..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[76..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[68..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[72..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[148..]),
            BinaryPrimitives.ReadUInt32LittleEndian(information[100..]),
            BinaryPrimitives.ReadInt64LittleEndian(information[160..]),
            BinaryPrimitives.ReadInt64LittleEndian(information[120..]),
            BinaryPrimitives.ReadInt64LittleEndian(information[128..]));
        return true;
    }
}
