using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Sockets;

/// <summary>Adds up the sockets of one side, state by state.</summary>
internal sealed class SocketTally
{
    // By their numbers in include/net/tcp_states.h; the names are those of ss(8), STATE-FILTER. None has number 0, and 12 is never listed.
    private static readonly string?[] Names =
    [
        null, "established", "syn-sent", "syn-recv", "fin-wait-1", "fin-wait-2", "time-wait", "closed", "close-wait", "last-ack",
        "listening", "closing",
    ];

    private readonly int[] _counts = new int[Names.Length];
    private long _received;
    private long _unacknowledged;
    private long _waiting;

    public void Add(TcpSocket socket)
    {
        if (socket.State <= 0 || socket.State >= _counts.Length)
        {
            return;
        }

        _counts[socket.State]++;
        if (socket.State == TcpSocket.Listen)
        {
            // Of a listener the receive queue counts connections (get_tcp4_sock in net/ipv4/tcp_ipv4.c).
            _waiting += socket.ReceiveQueue;
            return;
        }

        _received += socket.ReceiveQueue;
        _unacknowledged += socket.SendQueue;
    }

    public SocketSide ToSide() => new(
        Names.Index().Where(state => _counts[state.Index] > 0).ToDictionary(state => state.Item!, state => _counts[state.Index]),
        _received,
        _unacknowledged,
        _waiting);
}
