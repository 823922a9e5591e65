using System.Runtime.InteropServices;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Sleeps until an instant of <see cref="LoadClock"/>, woken by a high-resolution timer instead of the millisecond timers of .NET.
/// </summary>
internal static class PreciseSleep
{
    // linux/time.h.
    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;

    /// <summary>Asks the kernel not to delay this thread's timers by the usual 50 µs of slack (prctl(2), PR_SET_TIMERSLACK).</summary>
    public static void PrepareThread() => ProcessCalls.SharpenTimers();

    /// <summary>
    /// Returns at <paramref name="nanoseconds"/>, or a little later: the wake-up of an idle processor takes 30-150 µs. Never earlier.
    /// </summary>
    public static void Until(long nanoseconds)
    {
        while (LoadClock.Now < nanoseconds)
        {
            var until = new Timespec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
            _ = ClockNanosleep(ClockMonotonic, TimerAbsolute, ref until, 0);
        }
    }

    [DllImport("libc", EntryPoint = "clock_nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockNanosleep(int clock, int flags, ref Timespec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
