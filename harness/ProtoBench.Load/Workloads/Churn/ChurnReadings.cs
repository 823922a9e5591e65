using ProtoBench.Machine.Sockets;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>
/// What one of several clients of a server reads, so that all of them together make the figures of one. Each counts the sockets of all that
/// share its kernel: the first reading of all is from before anybody's window, the last one from after everybody's. Pure.
/// </summary>
internal static class ChurnReadings
{
    private const string Opened = "opened";
    private const string Ports = "ports";
    private const string Before = "before";
    private const string After = "after";
    private const string TimeWait = "-time-wait";
    private const string Others = "-others";

    /// <summary>As they travel, beside no figures.</summary>
    /// <param name="perSecond">Connections that this client opened per second.</param>
    /// <param name="before">When it counted sockets before its window, and how many.</param>
    /// <param name="after">The same after it.</param>
    /// <param name="ports">Local ports that there are; null: not known.</param>
    public static Dictionary<string, double> Of(
        double perSecond,
        (long At, SocketCounts? Client, SocketCounts? Server) before,
        (long At, SocketCounts? Client, SocketCounts? Server) after,
        int? ports)
    {
        var readings = new Dictionary<string, double> { [Opened] = perSecond };
        if (ports is { } range)
        {
            readings[Ports] = range;
        }

        foreach (var (name, (at, client, server)) in new[] { (Before, before), (After, after) })
        {
            readings[name] = at;
            foreach (var (side, counts) in new[] { (nameof(client), client), (nameof(server), server) })
            {
                if (counts is { } seen)
                {
                    readings[name + side + TimeWait] = seen.TimeWait;
                    readings[name + side + Others] = seen.All - seen.TimeWait;
                }
            }
        }

        return readings;
    }

    /// <param name="clients">What each of them has read.</param>
    /// <param name="seconds">Length of the window.</param>
    /// <param name="oneMachine">Else each has counted another kernel's sockets, and nobody the server's: they are not told.</param>
    public static Dictionary<string, double> PutTogether(
        IReadOnlyList<IReadOnlyDictionary<string, double>> clients, double seconds, bool oneMachine)
    {
        var first = clients.MinBy(client => client[Before])!;
        var last = clients.MaxBy(client => client[After])!;
        return ChurnFigures.Of(
            clients.Sum(client => client[Opened]),
            seconds,
            (Counts(first, Before, "client"), Counts(first, Before, "server")),
            (Counts(last, After, "client"), Counts(last, After, "server")),
            oneMachine && last.TryGetValue(Ports, out var ports) ? (int)ports : null);

        SocketCounts? Counts(IReadOnlyDictionary<string, double> readings, string name, string side) =>
            oneMachine && readings.TryGetValue(name + side + TimeWait, out var waiting)
                ? new SocketCounts(0, (int)waiting, 0, (int)readings[name + side + Others])
                : null;
    }
}
