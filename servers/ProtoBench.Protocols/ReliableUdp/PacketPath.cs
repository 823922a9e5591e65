using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>Sends packets to one peer. A send does not wait: a full buffer is one more way to lose a packet.</summary>
/// <param name="socket">Bound; connected when there is no destination.</param>
/// <param name="destination">The peer, where the socket is not connected to it.</param>
/// <param name="settings">For tests: what is dropped on purpose.</param>
internal sealed class PacketPath(Socket socket, SocketAddress? destination, EndpointSettings settings)
{
    private readonly Random? _drops = settings.Quic.DropRate > 0 ? new Random(settings.Quic.DropSeed) : null;

    /// <summary>Datagrams handed to the kernel.</summary>
    public long Sent { get; private set; }

    /// <summary>Their payload bytes.</summary>
    public long SentBytes { get; private set; }

    /// <returns>What the kernel had against it where that is for good: the port is closed, or the socket is.</returns>
    public Exception? Send(ReadOnlySpan<byte> packet)
    {
        (Sent, SentBytes) = (Sent + 1, SentBytes + packet.Length);
        if (_drops?.NextDouble() < settings.Quic.DropRate)
        {
            return null;
        }

        try
        {
            _ = destination is null ? socket.Send(packet) : socket.SendTo(packet, SocketFlags.None, destination);
            return null;
        }
        catch (SocketException error)
        {
            // On a socket of many clients an error may be about another one; what did not leave is sent again.
            return destination is null && error.SocketErrorCode == SocketError.ConnectionRefused ? error : null;
        }
        catch (ObjectDisposedException error)
        {
            return error;
        }
    }
}
