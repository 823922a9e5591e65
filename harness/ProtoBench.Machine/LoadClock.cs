using System.Diagnostics;

namespace ProtoBench.Machine;

/// <summary>
/// The one clock of a load loop: CLOCK_MONOTONIC in nanoseconds, the same for all processes of a machine (clock_gettime(2)).
/// </summary>
internal static class LoadClock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static long Now => Of(Stopwatch.GetTimestamp());

    /// <summary>The same instant as <see cref="Stopwatch"/> counts it, on this clock.</summary>
    public static long Of(long ticks) => Stopwatch.Frequency == 1_000_000_000 ? ticks : (long)(ticks * NanosecondsPerTick);

    /// <summary>Completes at that instant or up to 2 ms later, never before.</summary>
    public static async Task UntilAsync(long instant, CancellationToken cancellationToken)
    {
        while (Now is var now && now < instant)
        {
            // Timers of .NET count whole milliseconds and may fire up to one early.
            await Task.Delay(TimeSpan.FromMilliseconds(((instant - now) / 1_000_000) + 1), cancellationToken).ConfigureAwait(false);
        }
    }
}
