using System.Runtime.InteropServices;
using ProtoBench.Machine.Holding;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>How soon the calling thread gets a processor when it has something to do.</summary>
internal static unsafe class ThreadUrgency
{
    // The least the kernel takes (sched_setattr(2) since Linux 6.12).
    private const ulong ShortestSlice = 100_000;

    // x86-64 has its own table, every later architecture the common one (asm-generic/unistd.h). glibc has no function for it before 2.41.
    private static readonly nint SetAttributes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 314 : 274;

    /// <summary>
    /// Asks for real-time priority, and where that is refused for short slices. No sleep is stretched by the default timer slack of 50 µs
    /// (prctl(2)).
    /// </summary>
    /// <param name="realTimePriority">1 to 99, or null for none.</param>
    /// <returns>Whether the kernel granted real-time priority.</returns>
    public static bool Raise(int? realTimePriority)
    {
        ProcessCalls.SharpenTimers();
        if (realTimePriority is { } priority && LibcProcesses.SetScheduler(0, LibcProcesses.SchedulerFifo, priority) == 0)
        {
            return true;
        }

        AskForShortSlices();
        return false;
    }

    /// <summary>Binds the calling thread to one processor, for the time that nobody else wants. False: refused.</summary>
    public static bool OnlyWhenIdle(int processor)
    {
        // One bit a processor, as many as glibc's cpu_set_t has (sched_setaffinity(2)).
        Span<byte> mask = stackalloc byte[128];
        mask.Clear();
        mask[processor / 8] = (byte)(1 << (processor % 8));
        return LibcProcesses.SetAffinity(0, mask.Length, mask) == 0 && LibcProcesses.SetScheduler(0, LibcProcesses.SchedulerIdle, 0) == 0;
    }

    /// <summary>
    /// A thread with a shorter slice takes the processor from one with a longer when it wakes, instead of waiting for its tick (4 ms at
    /// HZ=250); anybody may ask (Documentation/scheduler/sched-eevdf.rst). Older kernels ignore it. Eight alternating 1 Gbit/s transfers of
    /// iperf3 over an ordinary user's link, two busy processors: release lateness p99, middle of eight, 242 µs with it and 475 µs without
    /// (2-vCPU guest, Linux 6.18).
    /// </summary>
    private static void AskForShortSlices()
    {
        var attributes = new SchedulingAttributes { Size = (uint)sizeof(SchedulingAttributes), Runtime = ShortestSlice };
        _ = LibcProcesses.SystemCall(SetAttributes, 0, &attributes, 0);
    }

    /// <summary>struct sched_attr (sched_setattr(2)): policy 0 is SCHED_OTHER.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
