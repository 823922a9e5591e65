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

    // To sleep and to be woken takes a processor this long even where it wakes at once, so that a sleep would only be later.
    private const long ShortestSleepNanoseconds = 5_000;

    /// <summary>
    /// Returns at <paramref name="nanoseconds"/>, or a little later: the wake-up of an idle processor takes 30-150 µs. Never earlier. The
    /// last few microseconds it does not sleep.
    /// </summary>
    public static void Until(long nanoseconds)
    {
        while (nanoseconds - LoadClock.Now is > 0 and var left)
        {
            if (left < ShortestSleepNanoseconds)
            {
                Thread.SpinWait(1);
                continue;
            }

            var until = TimeSpecification.FromNanoseconds(nanoseconds);
            _ = LibcProcesses.SleepClock(LibcProcesses.ClockMonotonic, LibcProcesses.TimerAbsolute, until, 0);
        }
    }
}
