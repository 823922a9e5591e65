using System.Net;
using System.Net.Sockets;

namespace ProtoBench.Machine.Sockets;

/// <summary>Chooses a port for a server that may have those of a range only, as where a firewall lets nothing else through.</summary>
internal static class PortRanges
{
    /// <summary>
    /// A port of the range that is free for TCP and for UDP at an address. It begins at a random one: connections of the last trial may
    /// still wait for their end.
    /// </summary>
    /// <param name="address">Where the server will listen.</param>
    /// <param name="first">The first port that it may take.</param>
    /// <param name="last">The last one, which it may take too.</param>
    /// <exception cref="IOException">None is free; the message says which were tried.</exception>
    public static int Free(IPAddress address, int first, int last)
    {
        var count = last - first + 1;
        var from = Random.Shared.Next(count);
        SocketException? refused = null;
        for (var i = 0; i < count; i++)
        {
            var end = new IPEndPoint(address, first + ((from + i) % count));
            try
            {
                Try(end, SocketType.Stream, ProtocolType.Tcp);
                Try(end, SocketType.Dgram, ProtocolType.Udp);
                return end.Port;
            }
            catch (SocketException error) when (error.SocketErrorCode != SocketError.AddressNotAvailable)
            {
                refused = error;
            }
            catch (SocketException error)
            {
                throw new IOException($"{address} is no address of this host: servers cannot listen there", error);
            }
        }

        throw new IOException($"none of the ports {first} to {last} is free at {address}: {refused?.Message}", refused);
    }

    private static void Try(IPEndPoint end, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(end.AddressFamily, type, protocol);
        socket.Bind(end);
        if (type == SocketType.Stream)
        {
            // Two may bind a port, but only one may listen at it (socket(7), SO_REUSEADDR).
            socket.Listen(1);
        }
    }
}
