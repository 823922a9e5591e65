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

    /// <summary>Numbers that states have, 0 included.</summary>
    public static int States => Names.Length;

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

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _received = _unacknowledged = _waiting = 0;
    }

    /// <summary>Hands the counts over as they are, for <see cref="ToSide(ReadOnlySpan{int}, ReadOnlySpan{long})"/>.</summary>
    /// <param name="counts">By number of the state, <see cref="States"/> of them.</param>
    /// <param name="queues">Three: received and not read, not acknowledged, not accepted.</param>
    public void CopyTo(Span<int> counts, Span<long> queues)
    {
        _counts.CopyTo(counts);
        (queues[0], queues[1], queues[2]) = (_received, _unacknowledged, _waiting);
    }

    public SocketSide ToSide() => ToSide(_counts, [_received, _unacknowledged, _waiting]);

    /// <summary>What <see cref="CopyTo"/> has written, with names.</summary>
    public static SocketSide ToSide(ReadOnlySpan<int> counts, ReadOnlySpan<long> queues)
    {
        var states = new Dictionary<string, int>();
        for (var state = 1; state < counts.Length; state++)
        {
            if (counts[state] > 0)
            {
                states[Names[state]!] = counts[state];
            }
        }

        return new SocketSide(states, queues[0], queues[1], queues[2]);
    }
}
