using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>
/// What can be done with a descriptor, beside sockets' own calls. Every call tells its error as
/// <see cref="Marshal.GetLastPInvokeError"/>. Numbers are Linux's (uapi headers), equal on x86-64 and ARM64.
/// </summary>
internal static unsafe partial class Libc
{
    /// <summary>Name of the library, for the bindings of this project: no other one binds it.</summary>
    public const string Name = "libc";

    public const int OpenReadWrite = 2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const short PollIn = 1;
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const uint EpollEdge = 1u << 31;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>A pipe: its reading end, then its writing end.</summary>
    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(Span<int> ends, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport(Name, EntryPoint = "readv", SetLastError = true)]
    public static partial nint ReadVectors(int descriptor, IoVector* vectors, int count);

    [LibraryImport(Name, EntryPoint = "writev", SetLastError = true)]
    public static partial nint WriteVectors(int descriptor, IoVector* vectors, int count);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, Span<byte> argument);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport(Name, EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerDescriptor(int clock, int flags);

    [LibraryImport(Name, EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int SetTimer(int descriptor, int flags, in TimerSpecification timer, nint old);

    [LibraryImport(Name, EntryPoint = "mmap", SetLastError = true)]
    public static partial byte* Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Name, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(byte* address, nuint length);

    [LibraryImport(Name, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(Span<PollDescriptor> descriptors, nuint count, in TimeSpecification timeout, nint signalMask);

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, byte* settings);

    [LibraryImport(Name, EntryPoint = "epoll_pwait2", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int count, TimeSpecification* timeout, void* signals);
}
