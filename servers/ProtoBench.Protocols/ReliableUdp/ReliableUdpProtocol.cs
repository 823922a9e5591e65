using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>
/// Messages over UDP that are sent again until they are acknowledged: what a service on UDP has to write for itself, as small as it can be.
/// Packets have sequence numbers; every packet is acknowledged at once, with all that has been received beside it (RFC 2018's idea); the
/// time-out follows RFC 6298 with a least one of 10 ms, and three packets that overtake a fourth have that sent again at once. At most
/// <see cref="SendWindow.Size"/> packets are under way. There is no congestion control, no encryption and no check of the client's address:
/// it may be used on links of one's own, and takes from others what a congested link cannot give. Exchanges are delivered as they come;
/// streams keep their order.
/// </summary>
internal sealed class ReliableUdpProtocol : IProtocol
{
    // Room for some windows while the reader is not scheduled, as udp has. The kernel grants up to net.core.rmem_max and wmem_max.
    private const int SocketBufferBytes = 4 * 1024 * 1024;

    public string Name => "rudp";

    public string Description =>
        "messages over UDP with acknowledgements and timers of our own (RFC 6298, least time-out 10 ms); no congestion control";

    public ProtocolTraits Traits { get; } = new()
    {
        Multiplexed = true,
        MessageStreams = true,
        OverTcp = false,
    };

    public string? UnsupportedReason => null;

    public IReadOnlyList<string>? RoundTripsUntilFirstResponse(ConnectionFacts facts) => ["greeting", "exchange"];

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = NewSocket(settings);
        try
        {
            socket.Bind(settings.EndPoint);
            return ValueTask.FromResult<IProtocolServer>(new ReliableUdpServer(socket, settings));
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {settings.EndPoint}: {error.Message}", error);
        }
    }

    public async ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        var socket = NewSocket(settings);
        try
        {
            socket.Connect(settings.EndPoint);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"cannot connect to {settings.EndPoint}: {error.Message}", error);
        }

        return await ReliableUdpConnection.ConnectAsync(socket, settings, cancellationToken).ConfigureAwait(false);
    }

    private static Socket NewSocket(EndpointSettings settings)
    {
        if (settings.EndPoint is not IPEndPoint)
        {
            throw new ArgumentException($"rudp needs an IP address and port, not {settings.EndPoint}", nameof(settings));
        }

        if (settings.Io == IoMode.Blocking || settings.Tls is not null || settings.Site is not null)
        {
            throw new ArgumentException("rudp has no TLS, no blocking calls and no servers but its own", nameof(settings));
        }

        var socket = new Socket(settings.EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferBytes,
            SendBufferSize = SocketBufferBytes,
        };
        try
        {
            SocketTuning.Apply(socket, settings);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
