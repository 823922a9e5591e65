using System.Runtime.InteropServices;

namespace ProtoBench.Native;

/// <summary>A piece of memory for calls that take several: struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct IoVector(nint Address, nint Length);

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary>struct timespec of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpecification
{
    public long Seconds;
    public long Nanoseconds;

    public static TimeSpecification FromNanoseconds(long nanoseconds) =>
        new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };

    public readonly long TotalNanoseconds => (Seconds * 1_000_000_000) + Nanoseconds;
}

/// <summary>struct itimerspec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimerSpecification
{
    /// <summary>Zero: it expires once.</summary>
    public TimeSpecification Interval;
    public TimeSpecification Value;
}

/// <summary>struct msghdr, 56 bytes on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public byte* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>struct mmsghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MultiMessage
{
    public MessageHeader Header;
    public uint Length;
}

/// <summary>struct cmsghdr; its payload follows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>struct epoll_event: packed to 12 bytes on x86-64 only (EPOLL_PACKED), so it is read and written by offset.</summary>
internal static unsafe class EpollLayout
{
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public static int Stride => Packed ? 12 : 16;

    public static int UserOffset => Packed ? 4 : 8;

    public static void Write(byte* entry, uint events, ulong user)
    {
        *(uint*)entry = events;
        *(ulong*)(entry + UserOffset) = user;
    }
}
