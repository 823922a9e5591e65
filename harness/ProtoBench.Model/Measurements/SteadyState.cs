namespace ProtoBench.Model.Measurements;

/// <summary>
/// Decides from a warm-up's windows whether its rate has become steady: the last <see cref="Windows"/> neither climb nor sink, and do not
/// fall apart. Detected rather than assumed, because virtual machines often never get there (Barrett et al., "Virtual Machine Warmup Blows
/// Hot and Cold", 2017). A pure function, so that the rule is tested with numbers.
/// <para>
/// What is asked is whether the process still changes, not whether the machine is quiet; that shows in the intervals over trials. So the
/// two best windows of each half are compared: a neighbour only ever takes away. On a 2-vCPU guest whose rates fell by 45 % for 0.2 to 0.4
/// s at a time, warmed processes passed a comparison of the halves' means at 22 to 54 % of instants, and this one at 60 to 95 %.
/// </para>
/// </summary>
internal static class SteadyState
{
    /// <summary>
    /// Windows that are looked at, the older half against the newer one: with windows of 25 ms, no warm-up is steady before 0.2 s.
    /// </summary>
    public const int Windows = 8;

    /// <summary>
    /// How far the halves' best windows may lie apart, as a share of the older one: what a trend of 2.5 % a window would make. A rise may
    /// be larger by half of what a window differs from its neighbours by chance (<see cref="Scatter"/>): the best of a few draws that vary
    /// more lie further apart.
    /// </summary>
    public const double LargestChange = 0.10;

    /// <summary>
    /// The same for windows half as wide, in which the same trend changes half as much. Simulated with windows of 25 ms that vary by 5 %
    /// each, 1,500 times: 100 % of constant rates pass, 98 % of those that climb by 5 % in 100 ms, 78 % by 10 %, 9 % by 20 % and none by
    /// 40 %; with <see cref="LargestChange"/> 100, 100, 97, 33 and 0 %, and with windows of 50 ms 100, 95, 15, 0 and 0 %. In replayed
    /// warm-ups it decided as <see cref="LargestChange"/> did in 27 of 28, and 50 ms later in one: what compiling does are steps.
    /// </summary>
    public const double LargestChangeOfNarrow = 0.05;

    /// <summary>
    /// Largest standard deviation of the windows as a share of their mean. Windows on a busy machine with two processors were measured at
    /// 20 to 40 %; a rate that alternates between 1 and 4 has 60 %.
    /// </summary>
    public const double LargestSpread = 0.50;

    // The median distance of two neighbours, if they vary independently and normally, in standard deviations: sqrt(2) times 0.6745.
    private const double MedianDistance = 0.954;

    // A step down that is over is the machine's; what still sinks within the newer half may be the process's, such as a queue that fills.
    private const double StillSinking = 0.05;

    /// <summary>With fewer events in the windows looked at, their number alone varies too much for any statement.</summary>
    public const int FewestEvents = 20;

    /// <param name="windows">All so far, the oldest first.</param>
    /// <param name="change">How far the halves may lie apart.</param>
    public static bool IsSteady(ReadOnlySpan<SteadyWindow> windows, double change = LargestChange)
    {
        if (windows.Length < Windows)
        {
            return false;
        }

        var last = windows[^Windows..];
        var older = Half.Of(last[..(Windows / 2)]);
        var newer = Half.Of(last[(Windows / 2)..]);
        if (older.Events + newer.Events < FewestEvents || older.Amount <= 0 || newer.Amount <= 0 || older.Events == 0 || newer.Events == 0)
        {
            return false;
        }

        // Two standard errors of the counts' ratio, if events come independently: nothing at thousands of exchanges, 63 % at twenty.
        var chance = 2 * Math.Sqrt((1.0 / older.Events) + (1.0 / newer.Events));
        return Climb(last) <= change + chance + (Scatter(last) / 2)
            && !(Climb(last) < -(change + chance) && Sinks(last[(Windows / 2)..], StillSinking + (chance / 2)))
            && (older.Service is not { } was || newer.Service is not { } now || Near(was, now, change + chance))
            && Spread(last) <= AllowedSpread(older.Events + newer.Events);
    }

    /// <summary>
    /// Standard deviation of the windows as a share of their mean, from how far neighbours lie apart (von Neumann, "Distribution of the
    /// Ratio of the Mean Square Successive Difference to the Variance", 1941), with the median in place of the mean: a trend adds little to
    /// it, and a single step nothing, so that neither hides behind itself.
    /// </summary>
    private static double Scatter(ReadOnlySpan<SteadyWindow> windows)
    {
        Span<double> apart = stackalloc double[Windows - 1];
        var sum = windows[0].Amount;
        for (var i = 1; i < windows.Length; i++)
        {
            // Sorted as they come: seven numbers, and no generic code that would have to be compiled while the rate is watched.
            var distance = Math.Abs(windows[i].Amount - windows[i - 1].Amount);
            var at = i - 1;
            for (; at > 0 && apart[at - 1] > distance; at--)
            {
                apart[at] = apart[at - 1];
            }

            apart[at] = distance;
            sum += windows[i].Amount;
        }

        return apart[apart.Length / 2] / MedianDistance / (sum / windows.Length);
    }

    /// <summary>By which share the best of the newer half are above those of the older one.</summary>
    private static double Climb(ReadOnlySpan<SteadyWindow> windows)
    {
        var older = Best(windows[..(Windows / 2)]);
        return (Best(windows[(Windows / 2)..]) - older) / older;
    }

    // Of two windows, so that a burst of one does not decide.
    private static double Best(ReadOnlySpan<SteadyWindow> half)
    {
        var (best, second) = (0.0, 0.0);
        foreach (var window in half)
        {
            (best, second) = window.Amount > best ? (window.Amount, best) : (best, Math.Max(second, window.Amount));
        }

        return best + second;
    }

    private static bool Sinks(ReadOnlySpan<SteadyWindow> half, double share) =>
        half[^1].Amount + half[^2].Amount < (1 - share) * (half[0].Amount + half[1].Amount);

    private static bool Near(double older, double newer, double share) => Math.Abs(newer - older) <= share * older;

    // Counts of independent events vary by themselves, with the variance 1/mean of their share; twice that is allowed on top.
    private static double AllowedSpread(long events) => Math.Sqrt((LargestSpread * LargestSpread) + (2.0 * Windows / events));

    private static double Spread(ReadOnlySpan<SteadyWindow> windows)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var window in windows)
        {
            sum += window.Amount;
        }

        var mean = sum / windows.Length;
        foreach (var window in windows)
        {
            squares += (window.Amount - mean) * (window.Amount - mean);
        }

        return Math.Sqrt(squares / windows.Length) / mean;
    }

    private readonly record struct Half(double Amount, long Events, double? Service)
    {
        public static Half Of(ReadOnlySpan<SteadyWindow> windows)
        {
            var (amount, events, timed, total) = (0.0, 0L, 0L, 0.0);
            foreach (var window in windows)
            {
                amount += window.Amount;
                events += window.Events;
                if (window.MeanServiceNanoseconds is { } service)
                {
                    timed += window.Events;
                    total += service * window.Events;
                }
            }

            return new Half(amount, events, timed > 0 ? total / timed : null);
        }
    }
}
