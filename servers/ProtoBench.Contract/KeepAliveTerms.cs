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

    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    /// <summary>By the system: it has a timer for each connection.</summary>
    public static KeepAliveTerms OfTcp(KeepAlive settings) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"TCP keep-alive: after {settings.After.TotalSeconds} s, each {settings.Every.TotalSeconds} s, {settings.Probes} at most"),
        settings.Wait,
        settings.Wait);

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
