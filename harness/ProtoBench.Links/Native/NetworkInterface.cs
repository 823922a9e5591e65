using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>
/// Sets up interfaces of the calling thread's namespace over rtnetlink: unlike the older ioctls it also works as root of a user namespace.
/// </summary>
internal static class NetworkInterface
{
    private const ushort NewLink = 16;
    private const ushort NewAddress = 20;
    private const ushort NewRoute = 24;
    private const ushort Create = 0x400;
    private const ushort Exclusive = 0x200;
    private const ushort Replace = 0x100;
    private const uint FlagUp = 1;
    private const uint FlagNoArp = 0x80;
    private const string Remedy = "run `protobench link doctor`: it tries each step and names the one that is not allowed here";

    /// <summary>Sets the interface up, with an optional MTU and transmit queue length in packets.</summary>
    public static void Configure(string name, int mtu = 0, int queueLength = 0, bool noArp = false)
    {
        using var netlink = new NetlinkSocket();
        var message = new NetlinkMessage(NewLink, 0).Fixed(LinkHeader(Index(name), FlagUp | (noArp ? FlagNoArp : 0)));
        if (mtu > 0)
        {
            message.Attribute(4, (uint)mtu);
        }

        if (queueLength > 0)
        {
            message.Attribute(13, (uint)queueLength);
        }

        netlink.Send(message, $"setting {name} up", Remedy);
    }

    /// <summary>
    /// Makes a pair of connected Ethernet devices, each in the namespace its descriptor names, with the same hardware address.
    /// </summary>
    public static void CreatePair(
        string name, int namespaceDescriptor, string peer, int peerNamespaceDescriptor, ReadOnlySpan<byte> hardwareAddress)
    {
        var hardware = hardwareAddress.ToArray();
        using var netlink = new NetlinkSocket();
        var message = new NetlinkMessage(NewLink, Create | Exclusive).Fixed(LinkHeader(0, 0))
            .Attribute(3, name)
            .Attribute(1, hardware)
            .Attribute(28, (uint)namespaceDescriptor)
            .Nested(18, kind => kind.Attribute(1, "veth").Nested(2, veth => veth.Nested(1, other => other.Fixed(LinkHeader(0, 0))
                .Attribute(3, peer).Attribute(28, (uint)peerNamespaceDescriptor))));
        netlink.Send(message, "creating a veth pair", "the kernel needs CONFIG_VETH");
    }

    /// <summary>Gives the interface an address, usable at once, and a route to its network with the given congestion control.</summary>
    public static void Assign(string name, IPAddress address, IPAddress network, int prefixLength, string congestion)
    {
        var family = (byte)(address.AddressFamily == AddressFamily.InterNetwork ? 2 : 10);
        var index = Index(name);
        using var netlink = new NetlinkSocket();
        const byte noDuplicateDetection = 0x02;
        const uint noPrefixRoute = 0x200;
        Span<byte> addressHeader = stackalloc byte[8];
        addressHeader[0] = family;
        addressHeader[1] = (byte)prefixLength;
        addressHeader[2] = noDuplicateDetection;
        BinaryPrimitives.WriteUInt32LittleEndian(addressHeader[4..], index);
        var bytes = address.GetAddressBytes();
        netlink.Send(
            new NetlinkMessage(NewAddress, Create | Replace).Fixed(addressHeader).Attribute(1, bytes).Attribute(2, bytes)
                .Attribute(8, noPrefixRoute | noDuplicateDetection),
            $"giving {name} the address {address}",
            family == 10 ? "the kernel has IPv6 disabled; IPv4 is enough for a link" : Remedy);
        AddRoute(netlink, family, index, bytes, network, prefixLength, congestion);
    }

    /// <summary>Packets the interface's own queue dropped, from /proc: a full ring of the emulator's device shows up here.</summary>
    public static long TransmitDrops(string name)
    {
        foreach (var line in File.ReadLines("/proc/thread-self/net/dev"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
            {
                // Eight receive columns, then transmit: bytes, packets, errs, drop.
                return long.Parse(line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[11]);
            }
        }

        return 0;
    }

    /// <summary>Switches every offload off that would put several packets into one or leave checksums to hardware.</summary>
    public static void DisableOffloads(string name)
    {
        const nuint ethtool = 0x8946;
        // ETHTOOL_STXCSUM, STSO, SGSO, SGRO, SRXCSUM: struct ethtool_value {cmd, data = 0}.
        ReadOnlySpan<uint> commands = [0x17, 0x1F, 0x24, 0x2C, 0x15];
        var socket = LibcSockets.Create(LibcSockets.FamilyInternet, LibcSockets.TypeDatagram | Libc.OpenCloseOnExec, 0);
        foreach (var command in commands)
        {
            SetEthtoolValue(socket, name, ethtool, command);
        }

        _ = Libc.Close(socket);
    }

    private static unsafe void SetEthtoolValue(int socket, string name, nuint request, uint command)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(value, command);
        var frame = new byte[40];
        System.Text.Encoding.ASCII.GetBytes(name, frame);
        fixed (byte* address = value)
        {
            MemoryMarshal.Write(frame.AsSpan(16), (nint)address);
            if (Libc.Control(socket, request, frame) < 0)
            {
                throw LinkUnavailableException.OfLastCall($"switching offloads of {name} off", "use the TUN backend: it has no offloads");
            }
        }
    }

    private static void AddRoute(
        NetlinkSocket netlink, byte family, uint index, byte[] source, IPAddress network, int prefixLength, string congestion)
    {
        // struct rtmsg: family, destination prefix, source prefix, tos, table main 254, protocol static 4, scope link 253, type unicast 1,
        // flags.
        Span<byte> header = [family, (byte)prefixLength, 0, 0, 254, 4, 253, 1, 0, 0, 0, 0];
        var message = new NetlinkMessage(NewRoute, Create | Replace).Fixed(header)
            .Attribute(1, network.GetAddressBytes())
            .Attribute(4, index)
            .Attribute(7, source)
            // RTA_METRICS { RTAX_CC_ALGO }: the only way that needs no right over the initial namespace, where 'cubic' may be restricted.
            .Nested(8, metrics => metrics.Attribute(16, congestion));
        netlink.Send(
            message,
            $"setting congestion control '{congestion}' on the route",
            "sysctl net.ipv4.tcp_available_congestion_control lists what this kernel has; `modprobe tcp_" + congestion + "` may add it");
    }

    private static uint Index(string name)
    {
        var index = LibcSockets.InterfaceIndex(name);
        return index != 0 ? index : throw LinkUnavailableException.OfLastCall($"looking for interface {name}", Remedy);
    }

    // struct ifinfomsg: family, type, index, flags, change mask.
    private static byte[] LinkHeader(uint index, uint flags)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), flags);
        return header;
    }
}
