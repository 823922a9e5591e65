using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Sends datagrams to one peer, waiting as the settings ask: with <see cref="IoMode.Blocking"/> a send has completed when it returns.
/// </summary>
/// <param name="socket">Bound; connected when there is no destination.</param>
/// <param name="destination">The peer, where the socket is not connected to it.</param>
/// <param name="settings">How to wait, and whether the kernel may cut datagrams.</param>
internal sealed class DatagramPath(Socket socket, SocketAddress? destination, EndpointSettings settings)
{
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram) => (settings.Io, destination) switch
    {
        (IoMode.Blocking, null) => new(socket.Send(datagram.Span)),
        (IoMode.Blocking, _) => new(socket.SendTo(datagram.Span, SocketFlags.None, destination)),
        (_, null) => socket.SendAsync(datagram, SocketFlags.None, CancellationToken.None),
        _ => socket.SendToAsync(datagram, SocketFlags.None, destination, CancellationToken.None),
    };

    /// <summary>What sends content of so many bytes a datagram to the peer.</summary>
    public ContentTrain NewTrain(int payloadBytes) => new(socket, destination, payloadBytes, settings.Segmentation);

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
