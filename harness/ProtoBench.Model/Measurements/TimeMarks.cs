namespace ProtoBench.Model.Measurements;

/// <summary>Finds in the samples of a process what happened to it, and when. Pure.</summary>
public static class TimeMarks
{
    /// <summary>
    /// Of each kind and side, the largest are kept, and all that lie beside the slowest exchange: a server that collects all the time would
    /// fill a result.
    /// </summary>
    public const int MostOfAKind = 20;

    /// <summary>A pause that is shorter than this, in milliseconds, is no stall.</summary>
    public const double ShortestPause = 0.2;

    /// <summary>What lies so close to an exchange, in seconds, may have to do with it: sides are looked at ten times a second.</summary>
    public const double Beside = 0.1;

    /// <summary>In order of time.</summary>
    /// <param name="samples">Of one process, in order of time.</param>
    /// <param name="start">The window's start on the clock of the samples, in nanoseconds.</param>
    /// <param name="seconds">The window's length.</param>
    /// <param name="side"><c>client</c> or <c>server</c>.</param>
    /// <param name="near">As <see cref="Near(Measurement)"/> has it; null: nowhere.</param>
    public static IReadOnlyList<TimeMark> Of(
        IReadOnlyList<ProcessSample> samples, long start, double seconds, string side, (double From, double To)? near = null)
    {
        var marks = new List<TimeMark>();
        foreach (var (before, after) in samples.Zip(samples.Skip(1)))
        {
            var (from, to) = ((before.Nanoseconds - start) / 1e9, (after.Nanoseconds - start) / 1e9);
            if (after.PauseMilliseconds - before.PauseMilliseconds is >= ShortestPause and var pause)
            {
                marks.Add(new TimeMark(from, to, TimeMarkKind.Collection, side, Math.Round(pause, 3)));
            }

            if (after.Retransmissions - before.Retransmissions is > 0 and var packets)
            {
                marks.Add(new TimeMark(from, to, TimeMarkKind.Retransmission, side, packets));
            }
        }

        return Kept(marks, seconds, near);
    }

    /// <summary>
    /// Those inside a window, cut at its edges: the largest of each kind and side, and what is near a stretch. In order of time.
    /// </summary>
    /// <param name="marks">All that is known, in seconds from the window's start.</param>
    /// <param name="seconds">The window's length.</param>
    /// <param name="near">In seconds from the window's start; null: nowhere.</param>
    public static IReadOnlyList<TimeMark> Kept(IEnumerable<TimeMark> marks, double seconds, (double From, double To)? near)
    {
        var kept = from mark in marks
                   where mark.To > 0 && mark.From < seconds
                   group mark with { From = Rounded(Math.Max(0, mark.From)), To = Rounded(Math.Min(seconds, mark.To)) }
                       by (mark.What, mark.Side)
                   into kind
                   from mark in Largest(kind, near)
                   select mark;
        return [.. kept.OrderBy(mark => mark.From).ThenBy(mark => mark.What).ThenBy(mark => mark.Side, StringComparer.Ordinal)];
    }

    /// <summary>Does a mark lie in a stretch, or within a tenth of a second of it?</summary>
    public static bool IsNear(TimeMark mark, (double From, double To) stretch) =>
        mark.From < stretch.To + Beside && mark.To > stretch.From - Beside;

    /// <summary>
    /// When the slowest exchange of a trial was, from when it began at the earliest until it ended at the latest, in seconds from the
    /// window's start; null where latencies over time were not kept.
    /// </summary>
    public static (double From, double To)? Near(Measurement measurement) =>
        measurement.Intervals?.MaxBy(interval => interval.Maximum) is { } slowest ? Near(slowest) : null;

    /// <summary>The same of the slowest exchange that began in a stretch.</summary>
    public static (double From, double To) Near(LatencyInterval interval) => (interval.From, interval.To + (interval.Maximum / 1e6));

    private static IEnumerable<TimeMark> Largest(IEnumerable<TimeMark> marks, (double From, double To)? near) =>
        marks.OrderByDescending(mark => mark.Amount)
            .ThenBy(mark => mark.From)
            .Where((mark, place) => place < MostOfAKind || (near is { } stretch && IsNear(mark, stretch)));

    private static double Rounded(double value) => Math.Round(value, 3);
}
