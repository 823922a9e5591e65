using System.Net;
using System.Net.Sockets;
using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Native;

namespace ProtoBench.Links.Topology;

/// <summary>The two namespaces and the ports into them.</summary>
internal sealed class LinkTopology : IDisposable
{
    /// <summary>
    /// The kernel drops silently when a device's ring is full; with the default of 500 packets one TCP flow loses up to 0.7 %, with 10,000
    /// nothing.
    /// </summary>
    public const int RingPackets = 10_000;

    private const int OneAddress = 32;
    private const string ToClient = "to-client";
    private const string ToServer = "to-server";

    private LinkTopology(NetworkNamespace client, NetworkNamespace server, NetworkNamespace? middle, LinkPorts? ports)
    {
        Client = client;
        Server = server;
        Middle = middle;
        Ports = ports;
    }

    public NetworkNamespace Client { get; }

    public NetworkNamespace Server { get; }

    /// <summary>Between the two, where veth pairs meet; null over TUN.</summary>
    public NetworkNamespace? Middle { get; }

    /// <summary>Where this program takes and gives packets; null where the kernel moves them.</summary>
    public LinkPorts? Ports { get; }

    /// <summary>What moves the packets; never <see cref="LinkBackend.Automatic"/>.</summary>
    public LinkBackend Backend => Middle is null ? LinkBackend.Tun : Ports is null ? LinkBackend.Netem : LinkBackend.PacketSocket;

    /// <summary>Device of <see cref="Middle"/> at which packets of a direction arrive.</summary>
    public static string EntryOf(LinkDirection direction) => direction == LinkDirection.Up ? ToClient : ToServer;

    /// <summary>Device of <see cref="Middle"/> through which packets of a direction leave.</summary>
    public static string ExitOf(LinkDirection direction) => direction == LinkDirection.Up ? ToServer : ToClient;

    /// <summary>Builds namespaces, devices, addresses and routes.</summary>
    /// <exception cref="LinkUnavailableException">Something is not allowed here.</exception>
    public static LinkTopology Build(LinkBackend backend, string congestion, params IReadOnlyList<string> congestionBeside)
    {
        var client = new NetworkNamespace("client");
        var server = new NetworkNamespace("server");
        try
        {
            var topology = backend switch
            {
                LinkBackend.Tun => BuildTun(client, server),
                LinkBackend.PacketSocket => BuildPacketSockets(client, server),
                LinkBackend.Netem => BuildNetem(client, server),
                _ => BuildWhatWorks(client, server),
            };
            AssignAddresses(client, LinkAddresses.Client, LinkAddresses.Client6, congestion);
            AssignAddresses(server, LinkAddresses.Server, LinkAddresses.Server6, congestion);
            for (var path = 0; path < congestionBeside.Count; path++)
            {
                AssignBeside(client, server, LinkAddresses.Beside(path), congestionBeside[path]);
            }

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
        Ports?.Dispose();
        Client.Dispose();
        Server.Dispose();
        Middle?.Dispose();
    }

    private static LinkTopology BuildWhatWorks(NetworkNamespace client, NetworkNamespace server)
    {
        try
        {
            return BuildTun(client, server);
        }
        catch (LinkUnavailableException error) when (error.Error is Errno.NoEntry or Errno.AccessDenied or Errno.PermissionDenied)
        {
            return BuildPacketSockets(client, server);
        }
    }

    private static LinkTopology BuildTun(NetworkNamespace client, NetworkNamespace server)
    {
        var clientPort = OpenTun(client);
        try
        {
            return new LinkTopology(client, server, null, new LinkPorts(clientPort, OpenTun(server)));
        }
        catch (LinkUnavailableException)
        {
            clientPort.Dispose();
            throw;
        }
    }

    private static TunPort OpenTun(NetworkNamespace side) => side.Run(() =>
    {
        var descriptor = TunDevice.Create(LinkAddresses.Interface);
        NetworkInterface.Configure(LinkAddresses.Interface, LinkProfile.Mtu, RingPackets);
        return new TunPort(descriptor, () => side.Run(() => NetworkInterface.TransmitDrops(LinkAddresses.Interface)));
    });

    private static LinkTopology BuildPacketSockets(NetworkNamespace client, NetworkNamespace server) => BuildPairs(
        client, server, middle => middle.Run(() => new LinkPorts(new PacketSocketPort(ToClient), new PacketSocketPort(ToServer))));

    private static LinkTopology BuildNetem(NetworkNamespace client, NetworkNamespace server) => BuildPairs(client, server, middle =>
    {
        // What arrives from one side leaves to the other below every protocol of the middle (tc-mirred(8)).
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            TrafficControl.Require(middle, $"qdisc add dev {EntryOf(direction)} ingress");
            TrafficControl.Require(
                middle, $"filter add dev {EntryOf(direction)} parent ffff: protocol all matchall action mirred egress redirect dev "
                    + $"{ExitOf(direction)}");
        }

        return null;
    });

    private static LinkTopology BuildPairs(NetworkNamespace client, NetworkNamespace server, Func<NetworkNamespace, LinkPorts?> openPorts)
    {
        var middle = new NetworkNamespace("middle");
        try
        {
            ConnectPair(middle, client, ToClient);
            ConnectPair(middle, server, ToServer);
            return new LinkTopology(client, server, middle, openPorts(middle));
        }
        catch (LinkUnavailableException)
        {
            middle.Dispose();
            throw;
        }
    }

    private static void ConnectPair(NetworkNamespace middle, NetworkNamespace side, string name)
    {
        // Both ends have one hardware address. Without ARP the kernel sends to its own address, which then is the receiver's as well.
        middle.Run(() => NetworkInterface.CreatePair(
            LinkAddresses.Interface, side.Descriptor, name, middle.Descriptor, [0x02, 0, 0, 0x99, 0, 1]));
        side.Run(() =>
        {
            NetworkInterface.DisableOffloads(LinkAddresses.Interface);
            NetworkInterface.Configure(LinkAddresses.Interface, LinkProfile.Mtu, RingPackets, noArp: true);
        });
        middle.Run(() =>
        {
            NetworkInterface.DisableOffloads(name);
            NetworkInterface.Configure(name, LinkProfile.Mtu, RingPackets);
        });
    }

    // A route to one address goes before that to the network, on both sides, and says from which address its packets come.
    private static void AssignBeside(
        NetworkNamespace client, NetworkNamespace server, (IPAddress Client, IPAddress Server) path, string congestion)
    {
        client.Run(() => NetworkInterface.Assign(LinkAddresses.Interface, path.Client, path.Server, OneAddress, congestion));
        server.Run(() => NetworkInterface.Assign(LinkAddresses.Interface, path.Server, path.Client, OneAddress, congestion));
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
