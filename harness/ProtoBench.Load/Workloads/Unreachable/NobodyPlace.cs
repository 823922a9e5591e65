using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>
/// An address where nobody is. On loopback every address answers, so that a black hole is a socket whose owner does nothing: of TCP a
/// listener whose queue is full (the kernel then drops every SYN: net.ipv4.tcp_abort_on_overflow is 0), of UDP one that is never read.
/// </summary>
internal sealed class NobodyPlace : IDisposable
{
    // tcpmux (RFC 1078), which nobody has listened at for decades, and which nobody but root could.
    private const int ClosedPort = 1;

    // Of the network that every emulated link has to itself.
    private const byte NobodysNumber = 254;

    private readonly List<Socket> _sockets = [];

    private NobodyPlace()
    {
    }

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <param name="target">How nobody is there.</param>
    /// <param name="server">Where the trial's server listens.</param>
    /// <param name="traits">Of the protocol.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<NobodyPlace> OpenAsync(
        ConnectTarget target, EndPoint server, ProtocolTraits traits, CancellationToken cancellationToken)
    {
        var place = new NobodyPlace();
        try
        {
            place.EndPoint = server switch
            {
                IPEndPoint ip when target == ConnectTarget.ClosedPort => new IPEndPoint(ip.Address, ClosedPort),
                IPEndPoint { Address: var address } when !IPAddress.IsLoopback(address) => new IPEndPoint(Beside(address), ClosedPort),
                IPEndPoint { Address: var address } when traits.OverTcp =>
                    await place.FullQueueAsync(address, cancellationToken).ConfigureAwait(false),
                IPEndPoint { Address: var address } => place.Unread(address),
                _ => place.Unheard(server),
            };
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static IPAddress Beside(IPAddress server)
    {
        var bytes = server.GetAddressBytes();
        bytes[^1] = NobodysNumber;
        return new IPAddress(bytes);
    }

    /// <summary>A listener with room for one connection (listen(2) with a backlog of 0), and that connection.</summary>
    private async Task<EndPoint> FullQueueAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var listener = Bound(new IPEndPoint(address, 0), SocketType.Stream, ProtocolType.Tcp);
        listener.Listen(0);
        var filler = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(filler);
        await filler.ConnectAsync(listener.LocalEndPoint!, cancellationToken).ConfigureAwait(false);
        return listener.LocalEndPoint!;
    }

    private EndPoint Unread(IPAddress address) =>
        Bound(new IPEndPoint(address, 0), SocketType.Dgram, ProtocolType.Udp).LocalEndPoint!;

    /// <summary>A path that is bound and not listened at: ECONNREFUSED (unix(7)).</summary>
    private UnixDomainSocketEndPoint Unheard(EndPoint server)
    {
        var path = SocketPath.ToEndPoint(server + "-");
        Bound(path, SocketType.Stream, ProtocolType.Unspecified);
        return path;
    }

    private Socket Bound(EndPoint endPoint, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(endPoint.AddressFamily, type, protocol);
        _sockets.Add(socket);
        socket.Bind(endPoint);
        return socket;
    }
}
