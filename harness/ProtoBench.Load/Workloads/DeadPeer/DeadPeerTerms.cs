using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>When clients are to know, by what their connections have been given.</summary>
internal static class DeadPeerTerms
{
    private const string RetriesFile = "/proc/sys/net/ipv4/tcp_retries2";
    private const int UsualRetries = 15;

    // TCP_RTO_MIN of include/net/tcp.h.
    private static readonly TimeSpan UsualRetransmission = TimeSpan.FromMilliseconds(200);

    /// <param name="protocol">With its own ways to find out.</param>
    /// <param name="workload">What it is asked to.</param>
    /// <param name="retransmission">The longest retransmission time-out of its connections; null: not of TCP, or not known yet.</param>
    /// <returns>Null where nothing finds out.</returns>
    public static KeepAliveTerms? Of(IProtocol protocol, Workload workload, TimeSpan? retransmission)
    {
        var asked = workload.KeepAlive;
        if (!workload.SentIntoSilence || !protocol.Traits.OverTcp || asked is { ByProtocol: true })
        {
            return asked is null ? null : protocol.TermsOf(asked);
        }

        // Keep-alive asks nothing while something is unacknowledged (tcp_keepalive_timer in net/ipv4/tcp_timer.c).
        return asked?.UserTimeout is { } limit
            ? KeepAliveTerms.OfUserTimeout(limit, retransmission ?? UsualRetransmission)
            : KeepAliveTerms.OfRetransmissions(Retries(), retransmission ?? UsualRetransmission);
    }

    /// <summary>The user timeout that the sockets say they have; null: the system's.</summary>
    /// <param name="asked">For.</param>
    /// <param name="said">By each socket.</param>
    /// <exception cref="IOException">It is not what was asked for.</exception>
    public static TimeSpan? UserTimeout(KeepAlive? asked, IReadOnlyList<TimeSpan?> said)
    {
        var wanted = asked?.UserTimeout;
        return said.All(one => one == wanted)
            ? wanted
            : throw new IOException(
                $"a user timeout of {Text(wanted)} was asked for, and a socket has {Text(said.First(one => one != wanted))}");
    }

    /// <summary>A user timeout for people.</summary>
    public static string Text(TimeSpan? userTimeout) => userTimeout is { } set
        ? string.Create(CultureInfo.InvariantCulture, $"{set.TotalSeconds:0.###} s")
        : "the system's";

    private static int Retries() => File.Exists(RetriesFile)
        && int.TryParse(File.ReadAllText(RetriesFile), NumberStyles.Integer, CultureInfo.InvariantCulture, out var retries)
            ? retries
            : UsualRetries;
}
