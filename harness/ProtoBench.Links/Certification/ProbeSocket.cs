using System.Net;
using System.Net.Sockets;
using ProtoBench.Links.Native;

namespace ProtoBench.Links.Certification;

/// <summary>Makes the UDP sockets probes use.</summary>
internal static class ProbeSocket
{
    private const int LevelSocket = 1;
    private const int ForceReceiveBuffer = 33;
    private const int BufferBytes = 8 << 20;

    // How long a receive waits before it looks whether anything can still come (Departures).
    private const int PatienceMilliseconds = 100;

    /// <summary>A socket inside a namespace, bound to an address there, with the largest receive buffer this user may have.</summary>
    /// <param name="side">The namespace.</param>
    /// <param name="address">An address of it.</param>
    public static Socket Open(NetworkNamespace side, IPAddress address)
    {
        var socket = side.Run(() => new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(address, 0));
        socket.ReceiveTimeout = PatienceMilliseconds;
        try
        {
            socket.SetRawSocketOption(LevelSocket, ForceReceiveBuffer, BitConverter.GetBytes(BufferBytes));
        }
        catch (SocketException)
        {
            // Not allowed inside a user namespace: then rmem_max bounds it, and probes compare counters to notice overflow.
            socket.ReceiveBufferSize = BufferBytes;
        }

        return socket;
    }
}
