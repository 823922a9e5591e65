using System.Globalization;

namespace ProtoBench.Machine.Sockets;

/// <summary>One socket of the kernel's table of TCP sockets.</summary>
/// <param name="LocalPort">Its own port.</param>
/// <param name="RemotePort">That of its peer; 0: it listens.</param>
/// <param name="State">As the kernel counts states (include/net/tcp_states.h): 1 ESTABLISHED, 6 TIME_WAIT, 8 CLOSE_WAIT, 10 LISTEN.</param>
/// <param name="SendQueue">Bytes written and not yet acknowledged.</param>
/// <param name="ReceiveQueue">Bytes received and not yet read; of a listener, connections not yet accepted.</param>
internal readonly record struct TcpSocket(int LocalPort, int RemotePort, int State, long SendQueue, long ReceiveQueue)
{
    public const int Established = 1;
    public const int TimeWait = 6;
    public const int CloseWait = 8;
    public const int Listen = 10;

    /// <summary>
    /// Reads a line of <c>/proc/net/tcp</c> or <c>tcp6</c> (proc_net_tcp.rst); null: it is the heading, or no line of it.
    /// </summary>
    public static TcpSocket? Parse(ReadOnlySpan<char> line)
    {
        Span<Range> parts = stackalloc Range[6];
        if (line.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) < 6)
        {
            return null;
        }

        return Port(line[parts[1]]) is { } local && Port(line[parts[2]]) is { } remote
            && int.TryParse(line[parts[3]], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var state)
            && Queues(line[parts[4]]) is { } queues
            ? new TcpSocket(local, remote, state, queues.Send, queues.Receive)
            : null;
    }

    private static (long Send, long Receive)? Queues(ReadOnlySpan<char> pair) =>
        pair.IndexOf(':') is > 0 and var colon
        && long.TryParse(pair[..colon], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var send)
        && long.TryParse(pair[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var receive)
            ? (send, receive)
            : null;

    private static int? Port(ReadOnlySpan<char> address) =>
        address.LastIndexOf(':') is > 0 and var colon
        && int.TryParse(address[(colon + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;
}
