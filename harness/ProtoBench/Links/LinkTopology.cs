using System.Net;
using System.Net.Sockets;
using ProtoBench.Links.Native;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links;

/// <summary>The two namespaces and the ports into them.</summary>
internal sealed class LinkTopology : IDisposable
{
    /// <summary>Internet links carry 1500 bytes (Ethernet).</summary>
    public const int Mtu = 1500;

    /// <summary>
    /// The kernel drops silently when a device's ring is full; with the default of 500 packets one TCP flow loses up to 0.7 %, with 10,000 nothing.
    /// </summary>
    public const int RingPackets = 10_000;

    private readonly NetworkNamespace? _middle;

    private LinkTopology(NetworkNamespace client, NetworkNamespace server, NetworkNamespace? middle, IPacketPort clientPort, IPacketPort serverPort)
    {
        Client = client;
        Server = server;
        _middle = middle;
        ClientPort = clientPort;
        ServerPort = serverPort;
    }

    public NetworkNamespace Client { get; }

    public NetworkNamespace Server { get; }

    public IPacketPort ClientPort { get; }

    public IPacketPort ServerPort { get; }

    /// <summary>What moves the packets: <see cref="LinkBackend.Tun"/> or <see cref="LinkBackend.PacketSocket"/>.</summary>
    public LinkBackend Backend => _middle is null ? LinkBackend.Tun : LinkBackend.PacketSocket;

    /// <summary>Builds namespaces, devices, addresses and routes.</summary>
    /// <exception cref="LinkUnavailableException">Something is not allowed here.</exception>
    public static LinkTopology Build(LinkBackend backend, string congestion)
    {
        if (backend == LinkBackend.Netem)
        {
            throw new LinkUnavailableException(
                LinkAvailability.HasNetem() ? "the netem backend is not part of this version" : "the kernel has no sch_netem",
                "use `backend: automatic`: it emulates everything netem can, with a seed");
        }

        var client = new NetworkNamespace("client");
        var server = new NetworkNamespace("server");
        try
        {
            var topology = backend switch
            {
                LinkBackend.Tun => BuildTun(client, server),
                LinkBackend.PacketSocket => BuildPacketSockets(client, server),
                _ => BuildWhatWorks(client, server),
            };
            AssignAddresses(client, LinkAddresses.Client, LinkAddresses.Client6, congestion);
            AssignAddresses(server, LinkAddresses.Server, LinkAddresses.Server6, congestion);
            return topology;
        }
        catch (LinkUnavailableException)
        {
            client.Dispose();
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ClientPort.Dispose();
        ServerPort.Dispose();
        Client.Dispose();
        Server.Dispose();
        _middle?.Dispose();
    }

    private static LinkTopology BuildWhatWorks(NetworkNamespace client, NetworkNamespace server)
    {
        try
        {
            return BuildTun(client, server);
        }
        catch (LinkUnavailableException error) when (error.Error is Libc.NoEntry or Libc.AccessDenied or Libc.PermissionDenied)
        {
            return BuildPacketSockets(client, server);
        }
    }

    private static LinkTopology BuildTun(NetworkNamespace client, NetworkNamespace server)
    {
        var clientPort = OpenTun(client);
        try
        {
            return new LinkTopology(client, server, null, clientPort, OpenTun(server));
        }
        catch (LinkUnavailableException)
        {
            clientPort.Dispose();
            throw;
        }
    }

    private static DescriptorPort OpenTun(NetworkNamespace side) => side.Run(() =>
    {
        var descriptor = TunDevice.Create(LinkAddresses.Interface);
        NetworkInterface.Configure(LinkAddresses.Interface, Mtu, RingPackets);
        return new DescriptorPort(descriptor, () => side.Run(() => NetworkInterface.TransmitDrops(LinkAddresses.Interface)));
    });

    private static LinkTopology BuildPacketSockets(NetworkNamespace client, NetworkNamespace server)
    {
        var middle = new NetworkNamespace("middle");
        try
        {
            var clientPort = OpenPacketSocket(middle, client, "to-client");
            var serverPort = OpenPacketSocket(middle, server, "to-server");
            return new LinkTopology(client, server, middle, clientPort, serverPort);
        }
        catch (LinkUnavailableException)
        {
            middle.Dispose();
            throw;
        }
    }

    private static PacketSocketPort OpenPacketSocket(NetworkNamespace middle, NetworkNamespace side, string name)
    {
        // Both ends have one hardware address. Without ARP the kernel sends to its own address, which then is the receiver's as well.
        middle.Run(() => NetworkInterface.CreatePair(
            LinkAddresses.Interface, side.Descriptor, name, middle.Descriptor, [0x02, 0, 0, 0x99, 0, 1]));
        side.Run(() =>
        {
            NetworkInterface.DisableOffloads(LinkAddresses.Interface);
            NetworkInterface.Configure(LinkAddresses.Interface, Mtu, RingPackets, noArp: true);
        });
        return middle.Run(() =>
        {
            NetworkInterface.DisableOffloads(name);
            NetworkInterface.Configure(name, Mtu, RingPackets);
            return new PacketSocketPort(name);
        });
    }

    private static void AssignAddresses(NetworkNamespace side, IPAddress address, IPAddress address6, string congestion) => side.Run(() =>
    {
        NetworkInterface.Assign(LinkAddresses.Interface, address, LinkAddresses.Network, LinkAddresses.PrefixLength4, congestion);
        if (Socket.OSSupportsIPv6)
        {
            NetworkInterface.Assign(LinkAddresses.Interface, address6, LinkAddresses.Network6, LinkAddresses.PrefixLength6, congestion);
        }
    });
}
