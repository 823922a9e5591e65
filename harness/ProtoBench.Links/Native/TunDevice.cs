using System.Buffers.Binary;
using System.Text;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>Creates TUN devices (Documentation/networking/tuntap.rst).</summary>
internal static class TunDevice
{
    public const string Path = "/dev/net/tun";

    private const nuint SetInterface = 0x400454CA;
    private const ushort Tun = 0x0001;
    private const ushort NoPacketHeader = 0x1000;
    private const ushort VirtioHeader = 0x4000;

    /// <summary>
    /// Creates a device in the calling thread's namespace and returns its descriptor, usable from every thread. As no offload is asked for
    /// (TUNSETOFFLOAD), the kernel cuts packets to the MTU and completes checksums itself, so that every packet is decided on its own.
    /// </summary>
    /// <exception cref="LinkUnavailableException">The node is missing or closed to this user.</exception>
    public static int Create(string name)
    {
        var descriptor = Libc.Open(Path, Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw LinkUnavailableException.OfLastCall(
                $"opening {Path}",
                "`modprobe tun` and `chmod 666 /dev/net/tun` as root, or in a container add `--device /dev/net/tun`; without it packet "
                    + "sockets are used");
        }

        var request = new byte[40];
        Encoding.ASCII.GetBytes(name, request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(16), Tun | NoPacketHeader | VirtioHeader);
        if (Libc.Control(descriptor, SetInterface, request) < 0)
        {
            var failure = LinkUnavailableException.OfLastCall(
                $"creating TUN device {name}", "CAP_NET_ADMIN over the namespace is needed: run as root, or allow user namespaces");
            _ = Libc.Close(descriptor);
            throw failure;
        }

        return descriptor;
    }
}
