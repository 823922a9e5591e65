using System.Runtime.InteropServices;

namespace ProtoBench.Links.Native;

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
