using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>
/// Socket calls for what .NET's Socket does not know: netlink and packet sockets, segmentation offload (UDP_SEGMENT, UDP_GRO), many
/// datagrams in one call (sendmmsg, recvmmsg).
/// </summary>
internal static unsafe partial class LibcSockets
{
    public const int FamilyUnix = 1;
    public const int FamilyInternet = 2;
    public const int FamilyInternet6 = 10;
    public const int FamilyNetlink = 16;
    public const int FamilyPacket = 17;
    public const int TypeDatagram = 2;
    public const int TypeRaw = 3;
    public const int LevelIp = 0;
    public const int LevelSocket = 1;
    public const int LevelUdp = 17;
    public const int LevelIp6 = 41;
    public const int LevelPacket = 263;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    public const int IpMtuDiscover = 10;
    public const int Ip6MtuDiscover = 23;
    public const int MtuDiscoverDo = 2;
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int More = 0x8000;

    [LibraryImport(Libc.Name, EntryPoint = "socket", SetLastError = true)]
    public static partial int Create(int family, int type, int protocol);

    [LibraryImport(Libc.Name, EntryPoint = "socketpair", SetLastError = true)]
    public static partial int CreatePair(int domain, int type, int protocol, Span<int> pair);

    [LibraryImport(Libc.Name, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, ReadOnlySpan<byte> address, uint length);

    [LibraryImport(Libc.Name, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, ReadOnlySpan<byte> address, uint length);

    [LibraryImport(Libc.Name, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int descriptor, Span<byte> address, ref uint length);

    [LibraryImport(Libc.Name, EntryPoint = "getpeername", SetLastError = true)]
    public static partial int GetPeerName(int descriptor, Span<byte> address, ref uint length);

    [LibraryImport(Libc.Name, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int name, ReadOnlySpan<byte> value, uint length);

    [LibraryImport(Libc.Name, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int name, Span<byte> value, ref uint length);

    [LibraryImport(Libc.Name, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, ReadOnlySpan<byte> buffer, nint count, int flags);

    [LibraryImport(Libc.Name, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, Span<byte> buffer, nint count, int flags);

    [LibraryImport(Libc.Name, EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport(Libc.Name, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(int descriptor, MultiMessage* messages, uint count, int flags);

    [LibraryImport(Libc.Name, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(int descriptor, MultiMessage* messages, uint count, int flags, TimeSpecification* timeout);

    [LibraryImport(Libc.Name, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);
}
