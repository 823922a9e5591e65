using System.Globalization;
using ProtoBench.Load.Workloads.Churn;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Close;

/// <summary>What is left of connections that were closed. Pure.</summary>
internal static class CloseFigures
{
    private const string NoSockets = "only connections over TCP leave sockets, and only where /proc/net/tcp of that side can be read; "
        + "those of several clients' hosts are not added up";

    private const string NoShares = NoSockets + "; where most local ports are taken, loopback gives those in TIME_WAIT away again, and "
        + "they cannot be counted";

    public static WorkloadFigure Time { get; } = new("close-median", "median time to close", FigureUnit.Microseconds, LowerIsBetter: true);

    public static WorkloadFigure Client { get; } =
        new("close-time-wait-client", "share that leaves TIME_WAIT at the client", FigureUnit.Share, LowerIsBetter: true)
        {
            Absence = NoShares,
        };

    public static WorkloadFigure Server { get; } =
        new("close-time-wait-server", "share that leaves TIME_WAIT at the server", FigureUnit.Share, LowerIsBetter: true)
        {
            Absence = NoShares,
        };

    public static WorkloadFigure Left { get; } =
        new("close-wait", "connections that the server has not closed", FigureUnit.Count, LowerIsBetter: true) { Absence = NoSockets };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Time, Client, Server, Left];

    /// <param name="medianNanoseconds">Of closing.</param>
    /// <param name="closed">Connections closed between the two counts.</param>
    /// <param name="before">Sockets of both sides before.</param>
    /// <param name="after">And after.</param>
    /// <param name="ports">Local ports that connections were opened with meanwhile; null: none, or not known.</param>
    public static Dictionary<string, double> Of(
        double medianNanoseconds,
        long closed,
        (SocketCounts? Client, SocketCounts? Server) before,
        (SocketCounts? Client, SocketCounts? Server) after,
        int? ports = null)
    {
        var figures = new Dictionary<string, double> { [Time.Key] = medianNanoseconds / 1e3 };
        if (closed == 0)
        {
            return figures;
        }

        var plenty = ChurnFigures.ArePlenty(ports, after.Client?.All ?? 0);
        if (plenty && after.Client?.TimeWait - before.Client?.TimeWait is { } client)
        {
            figures[Client.Key] = Math.Clamp(client / (double)closed, 0, 1);
        }

        if (plenty && after.Server?.TimeWait - before.Server?.TimeWait is { } server)
        {
            figures[Server.Key] = Math.Clamp(server / (double)closed, 0, 1);
        }

        if (after.Server is { } left)
        {
            figures[Left.Key] = left.CloseWait;
        }

        return figures;
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (figures.TryGetValue(Client.Key, out var client) && figures.TryGetValue(Server.Key, out var server))
        {
            yield return (client, server) switch
            {
                ( < 0.1, < 0.1) => "nobody keeps TIME_WAIT",
                _ when client >= server => string.Create(
                    CultureInfo.InvariantCulture, $"the client keeps TIME_WAIT: {client:P0} of the connections, {server:P0} at the server"),
                _ => string.Create(
                    CultureInfo.InvariantCulture, $"the server keeps TIME_WAIT: {server:P0} of the connections, {client:P0} at the client"),
            };
        }
    }
}
