using System.Globalization;

namespace ProtoBench.Contract;

/// <summary>How a protocol's client learns that an idle connection's peer is gone.</summary>
/// <param name="Mechanism">By what, with its settings, for readers.</param>
/// <param name="Earliest">From what came last.</param>
/// <param name="Latest">The same where the client looks at its watch now and then only.</param>
/// <param name="EndsIdle">Are connections given up too whose peer is there, when nobody uses them for so long?</param>
public sealed record KeepAliveTerms(string Mechanism, TimeSpan Earliest, TimeSpan Latest, bool EndsIdle = false)
{
    // HttpConnectionPoolManager and ManagedWebSocket of .NET 10 look four times in the shorter of both times, and not more than once a
    // second.
    private const int LooksPerWait = 4;

    // TCP_RTO_MIN and TCP_RTO_MAX of include/net/tcp.h, and how often the one doubles before it is the other.
    private const int Doublings = 9;

    private static readonly TimeSpan ShortestRetransmission = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestRetransmission = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    /// <summary>
    /// By the system: it has a timer for each connection. With a user timeout it does not count its questions, but gives up when it would
    /// ask once more, was silent for so long and has asked at least once (tcp_keepalive_timer in net/ipv4/tcp_timer.c).
    /// </summary>
    public static KeepAliveTerms OfTcp(KeepAlive settings)
    {
        var (wait, until) = (settings.Wait, $"{settings.Probes} at most");
        if (settings.UserTimeout is { } limit)
        {
            wait = settings.After + (settings.Every * Math.Max(1, Math.Ceiling((limit - settings.After) / settings.Every)));
            until = string.Create(
                CultureInfo.InvariantCulture, $"until {limit.TotalSeconds} s after what came last (TCP_USER_TIMEOUT)");
        }

        return new KeepAliveTerms(
            string.Create(
                CultureInfo.InvariantCulture,
                $"TCP keep-alive: after {settings.After.TotalSeconds} s, each {settings.Every.TotalSeconds} s, {until}"),
            wait,
            wait);
    }

    /// <summary>
    /// By the system, for what was sent and is not acknowledged, while which keep-alive does not ask. Linux counts from when it first sends
    /// it again (retrans_stamp), which is one retransmission time-out later, or two where it sends a tail loss probe first (RFC 8985, 7).
    /// </summary>
    /// <param name="limit">TCP_USER_TIMEOUT.</param>
    /// <param name="retransmission">The connection's retransmission time-out.</param>
    public static KeepAliveTerms OfUserTimeout(TimeSpan limit, TimeSpan retransmission) => new(
        string.Create(CultureInfo.InvariantCulture, $"TCP user timeout: {limit.TotalSeconds} s from when it first sends again"),
        limit + retransmission,
        limit + (2 * retransmission));

    /// <summary>
    /// The same without a user timeout: the time that so many retransmissions would take which begin at 200 ms and double up to 120 s
    /// (model_timeout in net/ipv4/tcp_timer.c; 924.6 s for 15, as the kernel's ip-sysctl.rst says).
    /// </summary>
    /// <param name="retries">net.ipv4.tcp_retries2.</param>
    /// <param name="retransmission">The connection's retransmission time-out.</param>
    public static KeepAliveTerms OfRetransmissions(int retries, TimeSpan retransmission)
    {
        var doubling = Math.Min(retries, Doublings);
        var time = (ShortestRetransmission * ((2 << doubling) - 1)) + (LongestRetransmission * (retries - doubling));
        return new KeepAliveTerms($"TCP retransmissions (net.ipv4.tcp_retries2 is {retries})", time, time + (2 * retransmission));
    }

    /// <summary>By a ping of .NET's, sent and missed when the client's heartbeat comes round.</summary>
    /// <param name="ping">What it is called.</param>
    /// <param name="settings">When.</param>
    public static KeepAliveTerms OfPings(string ping, KeepAlive settings)
    {
        var shorter = settings.After < settings.Within ? settings.After : settings.Within;
        var look = shorter / LooksPerWait > ShortestLook ? shorter / LooksPerWait : ShortestLook;
        return new KeepAliveTerms(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ping}: after {settings.After.TotalSeconds} s, {settings.Within.TotalSeconds} s for its answer, looked at every "
                    + $"{look.TotalSeconds:0.##} s"),
            settings.Wait,
            settings.Wait + (2 * look));
    }

    /// <summary>By QUIC: silence alone counts, and nothing is asked (RFC 9000, 10.1).</summary>
    public static KeepAliveTerms OfQuic(KeepAlive settings) => new(
        string.Create(CultureInfo.InvariantCulture, $"QUIC idle time-out: {settings.Wait.TotalSeconds} s"),
        settings.Wait,
        settings.Wait,
        EndsIdle: true);
}
