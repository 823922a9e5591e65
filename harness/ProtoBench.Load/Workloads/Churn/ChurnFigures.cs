using System.Globalization;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Churn;

/// <summary>What opening and closing connections costs beside time. Pure.</summary>
internal static class ChurnFigures
{
    /// <summary>Linux keeps a socket that closed first for so long: TCP_TIMEWAIT_LEN (include/net/tcp.h), no setting changes it.</summary>
    public const int TimeWaitSeconds = 60;

    private const string NoSockets = "only connections over TCP leave sockets in TIME_WAIT, and only where /proc/net/tcp can be read";

    public static WorkloadFigure Opened { get; } =
        new("churn-opened", "connections opened", FigureUnit.PerSecond, LowerIsBetter: false);

    public static WorkloadFigure Client { get; } =
        new("churn-time-wait-client", "TIME_WAIT at the client", FigureUnit.Count, LowerIsBetter: true) { Absence = NoSockets };

    public static WorkloadFigure Server { get; } =
        new("churn-time-wait-server", "TIME_WAIT at the server", FigureUnit.Count, LowerIsBetter: true) { Absence = NoSockets };

    public static WorkloadFigure Ports { get; } =
        new("churn-ports", "ports of the client in use", FigureUnit.Count, LowerIsBetter: true) { Absence = NoSockets };

    public static WorkloadFigure Limit { get; } =
        new("churn-port-limit", "connections per second that the ports carry", FigureUnit.PerSecond, LowerIsBetter: false)
        {
            Aside = true,
            Absence = "only where the client closes first, and so keeps the port of each closed connection for 60 s",
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Opened, Client, Server, Ports, Limit];

    /// <param name="perSecond">Connections opened per second.</param>
    /// <param name="before">Sockets of both sides when the window opened.</param>
    /// <param name="after">When it was over and nothing was in flight.</param>
    /// <param name="ports">Local ports that there are; null: not known.</param>
    public static Dictionary<string, double> Of(
        double perSecond,
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

        // Whose sockets became more is who closes first: on loopback the kernel gives ports in TIME_WAIT away again after a second, so a
        // count alone says little.
        if (ports is { } all && Growth(before.Client, after.Client) is > 0 and var grown
            && grown > (Growth(before.Server, after.Server) ?? 0))
        {
            figures[Limit.Key] = all / (double)TimeWaitSeconds;
        }

        return figures;
    }

    /// <summary>What a reader should know of them.</summary>
    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        var client = figures.GetValueOrDefault(Client.Key);
        var server = figures.GetValueOrDefault(Server.Key);
        if (client + server > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(client >= server ? "the client" : "the server")} closes first and keeps TIME_WAIT: {Math.Max(client, server):0} "
                    + $"sockets when the window was over, {Math.Min(client, server):0} at the other side");
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

    private static int? Growth(SocketCounts? before, SocketCounts? after) => after?.TimeWait - before?.TimeWait;
}
