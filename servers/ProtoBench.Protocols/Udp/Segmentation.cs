using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Whether the kernel cuts many datagrams of a transfer out of one call and hands many over in one (udp(7), UDP_SEGMENT since Linux 4.18,
/// UDP_GRO since 5.0).
/// </summary>
internal static class Segmentation
{
    /// <summary>Of <see cref="ConnectionFacts.More"/>.</summary>
    public const string FactName = "datagram segmentation";

    // Whether any value is taken.
    private const int SomeBytes = 1_400;

    private static readonly Lazy<bool> KernelHasIt = new(Try);

    /// <summary>The fact of a connection.</summary>
    public static string Told(EndpointSettings settings) =>
        !settings.Segmentation ? "off (sendmmsg, recvmmsg)"
        : KernelHasIt.Value ? "by the kernel (UDP_SEGMENT, UDP_GRO)"
        : "refused by the kernel (sendmmsg, recvmmsg)";

    /// <summary>Lets the kernel hand over datagrams that came together as one, or not; where it refuses, each comes alone.</summary>
    public static void Join(Socket socket, EndpointSettings settings, bool on)
    {
        if (settings.Segmentation && KernelHasIt.Value)
        {
            Set(socket, LibcSockets.UdpGro, on ? 1 : 0);
        }
    }

    private static bool Try()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return Set(socket, LibcSockets.UdpSegment, SomeBytes) && Set(socket, LibcSockets.UdpGro, 1);
    }

    private static bool Set(Socket socket, int name, int value)
    {
        try
        {
            socket.SetRawSocketOption(LibcSockets.LevelUdp, name, BitConverter.GetBytes(value));
            return true;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
