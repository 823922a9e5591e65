namespace ProtoBench.Model.Measurements;

/// <summary>
/// Decides from a warm-up's windows whether its rate has become steady: the last <see cref="Windows"/> have no trend and a bounded spread.
/// Detected rather than assumed, because virtual machines often never get there (Barrett et al., "Virtual Machine Warmup Blows Hot and
/// Cold", 2017). A pure function, so that the rule is tested with numbers.
/// </summary>
internal static class SteadyState
{
    /// <summary>
    /// Windows that are looked at, the older half against the newer one: with windows of 100 ms, no warm-up is steady before 0.8 s, which
    /// is also about what the runtime waits and works before hot methods run in their final form (tiering delay 100 ms, twice).
    /// </summary>
    public const int Windows = 8;

    /// <summary>How far the halves' means may lie apart, as a share of the older one: what a trend of 2.5 % a window would make.</summary>
    public const double LargestChange = 0.10;

    /// <summary>
    /// Largest standard deviation of the windows as a share of their mean. Windows of 100 ms on a busy machine with two processors were
    /// measured at 20 to 35 %; a rate that alternates between 1 and 2 has 33 %.
    /// </summary>
    public const double LargestSpread = 0.30;

    /// <summary>With fewer events in the windows looked at, their number alone varies too much for any statement.</summary>
    public const int FewestEvents = 20;

    public static bool IsSteady(ReadOnlySpan<SteadyWindow> windows)
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
        return Near(older.Amount, newer.Amount, LargestChange + chance)
            && (older.Service is not { } was || newer.Service is not { } now || Near(was, now, LargestChange + chance))
            && Spread(last) <= AllowedSpread(older.Events + newer.Events);
    }

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
