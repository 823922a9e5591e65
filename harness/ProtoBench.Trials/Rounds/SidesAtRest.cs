using ProtoBench.Machine;

namespace ProtoBench.Trials.Rounds;

/// <summary>
/// Waits until the processes of a round rest. What rehearsing has made hot is compiled afterwards, in all of them at once, and who warms up
/// first would wait for all the others.
/// </summary>
internal static class SidesAtRest
{
    /// <summary>
    /// Nobody is waited for any longer: a server of the user's may never rest, and a warm-up watches for itself whether something is still
    /// compiled.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(400);

    // Five of the ticks of 10 ms in which the kernel tells processor time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // A compiler that works uses five ticks of its processor. Processes that rest use one now and then, for a timer.
    private const double MostSecondsAtRest = 0.015;

    /// <param name="seconds">Processor time that all of them have used so far; null: nobody here can see it.</param>
    /// <param name="cancellationToken">Gives the round up.</param>
    /// <returns>Were they seen to rest?</returns>
    public static async Task<bool> WaitAsync(Func<double>? seconds, CancellationToken cancellationToken)
    {
        if (seconds is null)
        {
            await Task.Delay(Longest, cancellationToken).ConfigureAwait(false);
            return false;
        }

        var began = LoadClock.Now;
        for (var last = seconds(); LoadClock.Now - began < Longest.TotalNanoseconds;)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            var now = seconds();
            if (now - last <= MostSecondsAtRest)
            {
                return true;
            }

            last = now;
        }

        return false;
    }
}
