using ProtoBench.Contract;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Quic.Options;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Packets this process has sent again. On its side of an emulated link: the kernel's count of TCP segments in its network namespace, which
/// holds nothing but the trial; on a network that others use too, that of its own connections. And QUIC packets declared lost, and what
/// other transports of ours sent again.
/// </summary>
internal static class RetransmissionProbe
{
    /// <summary>
    /// What tells the total so far, for a path of this kind, and over a link why TCP sent its part of it; 0 and null on loopback.
    /// </summary>
    public static Func<(long Packets, TcpSentAgain? Tcp)> For(TrialPath path)
    {
        var own = new OwnRetransmissions();
        return path switch
        {
            TrialPath.Link => Split,
            TrialPath.Network => () => (own.Total() + OfTransports(), null),
            _ => () => (0, null),
        };
    }

    /// <summary>Total so far.</summary>
    public static long Now() => TcpCounts.SentAgain() + OfTransports();

    private static (long Packets, TcpSentAgain? Tcp) Split()
    {
        var segments = TcpCounts.SentAgain();
        return (segments + OfTransports(), TcpCounts.Split(segments));
    }

    private static long OfTransports() => QuicLosses.Packets + PacketsSentAgain.Total;
}
