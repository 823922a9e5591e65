using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Trials.Servers;

/// <summary>Chooses a port for a server that cannot tell which one it got.</summary>
internal static class FreePort
{
    private const int Attempts = 100;

    /// <summary>The end point with a port that is free for TCP and for UDP in place of 0.</summary>
    public static EndPoint Fixed(EndPoint endPoint) =>
        endPoint is IPEndPoint { Port: 0, Address: var address } ? new IPEndPoint(address, At(address)) : endPoint;

    // Between closing these and the command's bind another process may take the port: ServerInspection looks who listens there. The
    // address of a link's server lies in another namespace, where nothing listens yet; the port is then only a number.
    private static int At(IPAddress address)
    {
        var here = IPAddress.IsLoopback(address) ? address
            : address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback
            : IPAddress.IPv6Loopback;
        for (var i = 0; ; i++)
        {
            using var stream = new Socket(here.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            stream.Bind(new IPEndPoint(here, 0));
            var port = ((IPEndPoint)stream.LocalEndPoint!).Port;
            using var datagrams = new Socket(here.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                datagrams.Bind(new IPEndPoint(here, port));
                return port;
            }
            catch (SocketException) when (i < Attempts)
            {
                // Somebody has the UDP port of this number: the next one.
            }
        }
    }
}
