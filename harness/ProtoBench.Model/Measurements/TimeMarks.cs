namespace ProtoBench.Model.Measurements;

/// <summary>Finds in the samples of a process what happened to it, and when. Pure.</summary>
public static class TimeMarks
{
    /// <summary>Of each kind, the largest are kept: a server that collects all the time would fill a result.</summary>
    public const int MostOfAKind = 20;

    /// <summary>A pause that is shorter than this, in milliseconds, is no stall.</summary>
    public const double ShortestPause = 0.2;

    /// <summary>In order of time.</summary>
    /// <param name="samples">Of one process, in order of time.</param>
    /// <param name="start">The window's start on the clock of the samples, in nanoseconds.</param>
    /// <param name="seconds">The window's length.</param>
    /// <param name="side"><c>client</c> or <c>server</c>.</param>
    public static IReadOnlyList<TimeMark> Of(IReadOnlyList<ProcessSample> samples, long start, double seconds, string side)
    {
        var (pauses, again) = (new List<TimeMark>(), new List<TimeMark>());
        foreach (var (before, after) in samples.Zip(samples.Skip(1)))
        {
            var (from, to) = ((before.Nanoseconds - start) / 1e9, (after.Nanoseconds - start) / 1e9);
            if (to <= 0 || from >= seconds)
            {
                continue;
            }

            var (begin, end) = (Rounded(Math.Max(0, from)), Rounded(Math.Min(seconds, to)));
            if (after.PauseMilliseconds - before.PauseMilliseconds is >= ShortestPause and var pause)
            {
                pauses.Add(new TimeMark(begin, end, TimeMarkKind.Collection, side, Rounded(pause)));
            }

            if (after.Retransmissions - before.Retransmissions is > 0 and var packets)
            {
                again.Add(new TimeMark(begin, end, TimeMarkKind.Retransmission, side, packets));
            }
        }

        return [.. Largest(pauses).Concat(Largest(again)).OrderBy(mark => mark.From).ThenBy(mark => mark.What)];
    }

    private static IEnumerable<TimeMark> Largest(List<TimeMark> marks) =>
        marks.OrderByDescending(mark => mark.Amount).ThenBy(mark => mark.From).Take(MostOfAKind);

    private static double Rounded(double value) => Math.Round(value, 3);
}
