using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Sends datagrams to one peer, waiting as the settings ask: with <see cref="IoMode.Blocking"/> a send has completed when it returns.
/// </summary>
/// <param name="socket">Bound; connected when there is no destination.</param>
/// <param name="destination">The peer, where the socket is not connected to it.</param>
/// <param name="io">How to wait.</param>
internal sealed class DatagramPath(Socket socket, SocketAddress? destination, IoMode io)
{
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram) => (io, destination) switch
    {
        (IoMode.Blocking, null) => new(socket.Send(datagram.Span)),
        (IoMode.Blocking, _) => new(socket.SendTo(datagram.Span, SocketFlags.None, destination)),
        (_, null) => socket.SendAsync(datagram, SocketFlags.None, CancellationToken.None),
        _ => socket.SendToAsync(datagram, SocketFlags.None, destination, CancellationToken.None),
    };

    /// <summary>
    /// Lets others use this thread for a moment. Sending rarely waits, so a flood would otherwise keep a thread of the pool from those that
    /// receive.
    /// </summary>
    public async ValueTask GiveWayAsync()
    {
        if (io == IoMode.Async)
        {
            await Task.Yield();
        }
    }

    /// <summary>Sends a datagram without payload.</summary>
    public ValueTask<int> SendAsync(DatagramHeader header)
    {
        var datagram = new byte[DatagramHeader.Bytes];
        header.Write(datagram);
        return SendAsync(datagram);
    }

    /// <summary>Sends a datagram whose payload is a pair of counts.</summary>
    public ValueTask<int> SendAsync(DatagramHeader header, BulkCounts counts)
    {
        var datagram = new byte[DatagramHeader.Bytes + BulkCounts.WireBytes];
        header.Write(datagram);
        counts.Write(datagram.AsSpan(DatagramHeader.Bytes));
        return SendAsync(datagram);
    }
}
