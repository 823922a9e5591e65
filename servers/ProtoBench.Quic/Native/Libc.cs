using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Native;

/// <summary>
/// The socket calls .NET does not offer (GSO, GRO, recvmmsg, epoll_pwait2). Constants are Linux's, from its uapi headers.
/// </summary>
internal static unsafe partial class Libc
{
    public const int Again = 11;
    public const int Interrupted = 4;
    public const int MessageTooLong = 90;
    public const int ConnectionRefused = 111;
    public const int AddressInUse = 98;
    public const int SocketDatagram = 2;
    public const int SocketCloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int LevelSocket = 1;
    public const int LevelIp = 0;
    public const int LevelIp6 = 41;
    public const int LevelUdp = 17;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int IpMtuDiscover = 10;
    public const int Ip6MtuDiscover = 23;
    public const int MtuDiscoverDo = 2;
    public const int DontWait = 0x40;
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int socket, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(int socket, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(int socket, byte* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(int socket, int level, int name, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendmsg(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int recvmmsg(int socket, MultiMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int file, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int file, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int file, byte* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_pwait2(int epoll, byte* events, int count, TimeSpec* timeout, void* signals);
}
