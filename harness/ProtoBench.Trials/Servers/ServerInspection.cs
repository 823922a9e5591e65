using System.Globalization;
using System.Net;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Trials.Servers;

/// <summary>Looks whether a foreign server is what the report says it is: the one that listens, on the processors it was given.</summary>
internal static class ServerInspection
{
    // Columns of /proc/net/tcp (proc(5)): local address, state and inode; 0A is LISTEN.
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;
    private const string Listening = "0A";

    private const string Streams = "net/tcp";
    private const string Datagrams = "net/udp";

    // A socket of UDP that is bound has this one (uapi tcp_states.h, TCP_CLOSE).
    private const string Bound = "07";

    /// <param name="processes">Everything the command started that lives.</param>
    /// <param name="endPoint">Where it was told to listen.</param>
    /// <param name="processors">Where it was told to run; null: anywhere.</param>
    public static IEnumerable<string> Remarks(IReadOnlyList<int> processes, EndPoint endPoint, string? processors)
    {
        if (processors is not null && OffItsProcessors(processes, ProcessorSplit.ParseList(processors)) is { } stray)
        {
            yield return $"the server's {ProcessTree.NameOf(stray.Process)} chose processors {stray.Processors} for itself and not "
                + $"{processors}, where pinning put it: it shares the client's";
        }

        if (endPoint is IPEndPoint ip && ListensElsewhere(processes, ip.Port))
        {
            yield return $"the process that listens at {ip} was not started by the server command (a container's proxy, or a "
                + "stranger): neither its pinning nor its end are in our hands";
        }
    }

    /// <summary>Where these processes listen: <c>TCP port 80</c>, <c>UDP port 443</c>, ascending.</summary>
    public static IReadOnlyList<string> PortsOf(IReadOnlyList<int> processes)
    {
        var sockets = processes.SelectMany(process => ProcessTree.Descriptors(process) ?? []).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. new[] { ("TCP", Streams, Listening), ("UDP", Datagrams, Bound) }.SelectMany(kind => Tables(processes, kind.Item2)
                .SelectMany(path => Rows(path, kind.Item3))
                .Where(row => sockets.Contains(row.Socket))
                .Select(row => row.Port)
                .Distinct()
                .Order()
                .Select(port => $"{kind.Item1} port {port}")),
        ];
    }

    private static (int Process, string Processors)? OffItsProcessors(IReadOnlyList<int> processes, IReadOnlyList<int> given)
    {
        foreach (var process in processes)
        {
            if (ProcessTree.Status(process, "Cpus_allowed_list") is { Length: > 0 } list
                && ProcessorSplit.ParseList(list).Except(given).Any())
            {
                return (process, list);
            }
        }

        return null;
    }

    private static bool ListensElsewhere(IReadOnlyList<int> processes, int port)
    {
        var sockets = Tables(processes, Streams).SelectMany(path => Rows(path, Listening)).Where(row => row.Port == port)
            .Select(row => row.Socket).ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
        {
            return false;
        }

        foreach (var process in processes)
        {
            // Where one may not be looked into, nothing is known.
            if (ProcessTree.Descriptors(process) is not { } descriptors || descriptors.Any(sockets.Contains))
            {
                return false;
            }
        }

        return true;
    }

    // Of the network namespace that the processes are in, which over an emulated link is not ours.
    private static IEnumerable<string> Tables(IReadOnlyList<int> processes, string table) => processes.Count == 0
        ? []
        : [$"/proc/{processes[0]}/{table}", $"/proc/{processes[0]}/{table}6"];

    private static IEnumerable<(int Port, string Socket)> Rows(string path, string state)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (var columns in lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (columns.Length > Inode && columns[State] == state
                && int.TryParse(
                    columns[LocalAddress][(columns[LocalAddress].LastIndexOf(':') + 1)..],
                    NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture,
                    out var port))
            {
                yield return (port, $"socket:[{columns[Inode]}]");
            }
        }
    }
}
