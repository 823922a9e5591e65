using System.Globalization;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>What opening and closing connections costs beside time. Pure.</summary>
internal static class ChurnFigures
{
    /// <summary>Linux keeps a socket that closed first for so long: TCP_TIMEWAIT_LEN (include/net/tcp.h), no setting changes it.</summary>
    public const int TimeWaitSeconds = 60;

    private const string NoSockets =
        "only connections over TCP leave sockets in TIME_WAIT, and only where /proc/net/tcp of that side can be read; those of several "
        + "clients' hosts are not added up";

    public static WorkloadFigure Opened { get; } =
        new("churn-opened", "connections opened", FigureUnit.PerSecond, LowerIsBetter: false);

    public static WorkloadFigure Client { get; } =
        new("churn-time-wait-client", "TIME_WAIT at the client", FigureUnit.Count, LowerIsBetter: true)
        {
            AskedFirst = true,
            Absence = NoSockets,
        };

    public static WorkloadFigure Server { get; } =
        new("churn-time-wait-server", "TIME_WAIT at the server", FigureUnit.Count, LowerIsBetter: true) { Absence = NoSockets };

    public static WorkloadFigure Ports { get; } =
        new("churn-ports", "ports of the client in use", FigureUnit.Count, LowerIsBetter: true) { AskedFirst = true, Absence = NoSockets };

    public static WorkloadFigure Limit { get; } =
        new("churn-port-limit", "connections per second that the ports carry", FigureUnit.PerSecond, LowerIsBetter: false)
        {
            Aside = true,
            Absence = "only where the client closes first, and so keeps the port of each closed connection for 60 s",
        };

    /// <summary>How many of the connections left a socket in TIME_WAIT, at either side.</summary>
    public static WorkloadFigure Share { get; } =
        new("churn-time-wait-share", "connections that leave TIME_WAIT", FigureUnit.Share, LowerIsBetter: true)
        {
            Aside = true,
            Absence = NoSockets,
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Opened, Client, Server, Ports, Limit, Share];

    /// <summary>
    /// Share of the local ports beyond which it is not known what became of a connection. Loopback gives ports in TIME_WAIT away again
    /// after a second, once connect finds no fresh one, and it looks at every second port first (inet_hash_connect): churn at 10,000
    /// connections/s kept 13,648 and 13,713 sockets in TIME_WAIT of 28,232 ports, however many it closed.
    /// </summary>
    private const double PlentyShare = 0.4;

    // Below this, connections were not closed but reset; some socket or other of the warm-up may be left.
    private const double FewShare = 0.1;

    /// <param name="perSecond">Connections opened per second.</param>
    /// <param name="seconds">Length of the window.</param>
    /// <param name="before">Sockets of both sides when the window opened.</param>
    /// <param name="after">When it was over and nothing was in flight.</param>
    /// <param name="ports">Local ports that there are; null: not known.</param>
    public static Dictionary<string, double> Of(
        double perSecond,
        double seconds,
        (SocketCounts? Client, SocketCounts? Server) before,
        (SocketCounts? Client, SocketCounts? Server) after,
        int? ports)
    {
        var figures = new Dictionary<string, double> { [Opened.Key] = perSecond };
        if (after.Client is { } client)
        {
            figures[Client.Key] = client.TimeWait;
            figures[Ports.Key] = client.All;
        }

        if (after.Server is { } server)
        {
            figures[Server.Key] = server.TimeWait;
        }

        // Who closes first has more of them afterwards.
        if (ports is not null && Growth(before, after) is { } grown && after.Client is { All: var taken } && ArePlenty(ports, taken))
        {
            figures[Share.Key] = Math.Clamp(grown / Math.Max(1, perSecond * seconds), 0, 1);
        }

        if (ports is { } range && figures.GetValueOrDefault(Client.Key) > figures.GetValueOrDefault(Server.Key)
            && figures.GetValueOrDefault(Share.Key, 1) >= FewShare)
        {
            figures[Limit.Key] = range / (double)TimeWaitSeconds;
        }

        return figures;
    }

    /// <summary>Are there so many local ports that sockets in TIME_WAIT keep theirs, so that they can be counted?</summary>
    /// <param name="ports">Local ports that there are; null: not known.</param>
    /// <param name="taken">The client's sockets.</param>
    public static bool ArePlenty(int? ports, int taken) => ports is not { } all || taken < PlentyShare * all;

    /// <summary>What a reader should know of them.</summary>
    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        var client = figures.GetValueOrDefault(Client.Key);
        var server = figures.GetValueOrDefault(Server.Key);
        if (figures.TryGetValue(Share.Key, out var share) && share < FewShare)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"connections end with a reset: {client + server:0} sockets were in TIME_WAIT at both sides when the window was over, of "
                    + $"{figures.GetValueOrDefault(Opened.Key):0} connections/s");
        }
        else if (client + server > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(client >= server ? "the client" : "the server")} closes first and keeps TIME_WAIT: {Math.Max(client, server):0} "
                    + $"sockets when the window was over{(figures.ContainsKey(Server.Key) ? Beside(Math.Min(client, server)) : "")}");
        }

        if (figures.TryGetValue(Limit.Key, out var limit) && figures.TryGetValue(Opened.Key, out var rate) && rate > limit)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{rate:0} connections/s to one address would use up the {limit * TimeWaitSeconds:0} local ports after "
                    + $"{limit * TimeWaitSeconds / rate:0.#} s, because each stays taken for {TimeWaitSeconds} s: they carry {limit:0}/s. "
                    + $"Linux gives those of loopback away again after 1 s (net.ipv4.tcp_tw_reuse=2); elsewhere set it to 1, widen "
                    + $"net.ipv4.ip_local_port_range, or keep connections");
        }
    }

    private static string Beside(double other) => string.Create(CultureInfo.InvariantCulture, $", {other:0} at the other side");

    // Of both sides together: where one cannot be seen, its sockets may be all of them.
    private static int? Growth(
        (SocketCounts? Client, SocketCounts? Server) before, (SocketCounts? Client, SocketCounts? Server) after) =>
        after.Client?.TimeWait + after.Server?.TimeWait - (before.Client?.TimeWait + before.Server?.TimeWait);
}
