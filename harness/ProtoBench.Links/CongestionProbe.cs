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

    /// <summary>Opens one connection and asks both of its sockets.</summary>
    public static (string Client, string Server) Read(NetworkNamespace client, NetworkNamespace server)
    {
        using var listener = server.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(LinkAddresses.Server, 0));
        listener.Listen(1);
        using var connecting = client.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        connecting.Connect(listener.LocalEndPoint!);
        using var accepted = listener.Accept();
        return (Name(connecting), Name(accepted));
    }

    private static string Name(Socket socket)
    {
        Span<byte> name = stackalloc byte[16];
        var length = socket.GetRawSocketOption(LevelTcp, Congestion, name);
        return Encoding.ASCII.GetString(name[..length]).TrimEnd('\0');
    }
}
