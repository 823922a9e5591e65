using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Native;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Sleeps until an instant of <see cref="LoadClock"/>, woken by a high-resolution timer instead of the millisecond timers of .NET.
/// </summary>
internal static class PreciseSleep
{
    /// <summary>Asks the kernel not to delay this thread's timers by the usual 50 µs of slack (prctl(2), PR_SET_TIMERSLACK).</summary>
    public static void PrepareThread() => ProcessCalls.SharpenTimers();

    /// <summary>
    /// Returns at <paramref name="nanoseconds"/>, or a little later: the wake-up of an idle processor takes 30-150 µs. Never earlier.
    /// </summary>
    public static void Until(long nanoseconds)
    {
        while (LoadClock.Now < nanoseconds)
        {
            var until = TimeSpecification.FromNanoseconds(nanoseconds);
            _ = LibcProcesses.SleepClock(LibcProcesses.ClockMonotonic, LibcProcesses.TimerAbsolute, until, 0);
        }
    }
}
