using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;

namespace ProtoBench.Links;

/// <summary>Finds out which congestion control TCP connections over the link really have.</summary>
internal static class CongestionProbe
{
    private const int LevelTcp = 6;
    private const int Congestion = 13;

    /// <summary>Opens one connection to an address of the server's and asks both of its sockets.</summary>
    public static (string Client, string Server) Read(LinkTopology link, IPAddress address)
    {
        using var listener = link.Server.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(1);
        using var connecting = link.Client.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        connecting.Connect(listener.LocalEndPoint!);
        using var accepted = listener.Accept();
        return (Name(connecting), Name(accepted));
    }

    /// <summary>The server's address of each of the further congestion controls, by its name.</summary>
    /// <exception cref="LinkUnavailableException">Connections to one of the addresses do not have what its route says.</exception>
    public static IReadOnlyDictionary<string, string> Beside(LinkTopology link, IReadOnlyList<string> names)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, name) in names.Index())
        {
            var address = LinkAddresses.Beside(path).Server;
            if (Read(link, address) is var (client, server) && (client, server) != (name, name))
            {
                throw new LinkUnavailableException(
                    $"connections to {address} have {client} and {server}, and its route says {name}",
                    "run arms that differ in congestion control one after the other (design: separate)");
            }

            addresses[name] = address.ToString();
        }

        return addresses;
    }

    private static string Name(Socket socket)
    {
        Span<byte> name = stackalloc byte[16];
        var length = socket.GetRawSocketOption(LevelTcp, Congestion, name);
        return Encoding.ASCII.GetString(name[..length]).TrimEnd('\0');
    }
}
