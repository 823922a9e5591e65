using System.Globalization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Counts the TCP sockets of both sides of the connections to a server, as <c>ss</c> would list them. Reads the kernel's whole table, which
/// takes about 1 ms per 1,000 sockets: never while exchanges are measured.
/// </summary>
/// <param name="port">Where the server listens: which side a socket belongs to is told by this alone.</param>
/// <param name="serverProcess">Of the server, whose network namespace may be another one; null: not known.</param>
/// <param name="far">Is the server on another machine, so that its sockets are in no table here?</param>
internal sealed class SocketCensus(int port, int? serverProcess, bool far = false)
{
    /// <summary>This process in /proc.</summary>
    internal const string Own = "/proc/self";

    private const string Range = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>
    /// Local ports that clients can be given (net.ipv4.ip_local_port_range), in the network namespace of this process; null: not readable.
    /// </summary>
    public static int? Ports() =>
        Text(Range)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
        && int.TryParse(first, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, CultureInfo.InvariantCulture, out var to)
            ? to - from + 1
            : null;

    /// <summary>The client's side and the server's; null where its table cannot be read.</summary>
    public (SocketCounts? Client, SocketCounts? Server) Take()
    {
        var other = serverProcess is { } id ? string.Create(CultureInfo.InvariantCulture, $"/proc/{id}") : Own;
        var mine = Count(Own);
        if (far)
        {
            return (mine?.Client, null);
        }

        if (NamespaceOf(other) is { } there && there == NamespaceOf(Own))
        {
            return (mine?.Client, mine?.Server);
        }

        return (mine?.Client, Count(other)?.Server);
    }

    /// <summary>
    /// Every state and the queues of both sides. The server's are null also where its process is not known: its sockets may be anywhere.
    /// </summary>
    public SocketSnapshot Look()
    {
        var mine = Sides(Own);
        if (serverProcess is not { } id)
        {
            return new SocketSnapshot(mine?.Client, Server: null);
        }

        var other = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        return NamespaceOf(other) is { } there && there == NamespaceOf(Own)
            ? new SocketSnapshot(mine?.Client, mine?.Server)
            : new SocketSnapshot(mine?.Client, Sides(other)?.Server);
    }

    /// <summary>Adds up tables; a socket of the server has the server's port as its own.</summary>
    internal static (SocketSide Client, SocketSide Server) Sides(IEnumerable<TextReader> tables, int port)
    {
        var (client, server) = (new SocketTally(), new SocketTally());
        foreach (var table in tables)
        {
            SocketTable.Read(table, socket =>
            {
                if (socket.LocalPort == port)
                {
                    server.Add(socket);
                }
                else if (socket.RemotePort == port)
                {
                    client.Add(socket);
                }
            });
        }

        return (client.ToSide(), server.ToSide());
    }

    /// <summary>Counts the lines of a table; a socket of the server has the server's port as its own.</summary>
    internal static (SocketCounts Client, SocketCounts Server) Count(IEnumerable<string> lines, int port)
    {
        var (client, server) = (default(SocketCounts), default(SocketCounts));
        foreach (var line in lines)
        {
            if (TcpSocket.Parse(line) is not { State: not TcpSocket.Listen } socket)
            {
                continue;
            }

            if (socket.LocalPort == port)
            {
                server = server.With(socket.State);
            }
            else if (socket.RemotePort == port)
            {
                client = client.With(socket.State);
            }
        }

        return (client, server);
    }

    private (SocketCounts Client, SocketCounts Server)? Count(string process)
    {
        try
        {
            var six = $"{process}/net/tcp6";
            return Count(File.ReadLines($"{process}/net/tcp").Concat(File.Exists(six) ? File.ReadLines(six) : []), port);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private (SocketSide Client, SocketSide Server)? Sides(string process)
    {
        var six = $"{process}/net/tcp6";
        try
        {
            using var four = new StreamReader($"{process}/net/tcp");
            using var other = File.Exists(six) ? new StreamReader(six) : null;
            return Sides(other is null ? [four] : [four, other], port);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The network namespace of a process in /proc, as the kernel names it; null: it is no more, or may not be seen.</summary>
    internal static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo($"{process}/ns/net").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
