namespace ProtoBench.Model.Links.Profiles;

/// <summary>When a direction of a link carries nothing, as its profile says it beforehand. Pure.</summary>
public static class LinkStandstills
{
    /// <summary>A shorter gap of a recorded rate is the rate itself: at 0.12 Mbit/s a packet of 1500 bytes leaves every 100 ms.</summary>
    public static readonly TimeSpan ShortestGap = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// So many are found of each blackout, and of a recorded rate: one that fails a thousand times a second would fill a result.
    /// </summary>
    public const int Most = 1000;

    /// <summary>
    /// Outages between two times, cut at them, in the order of the profile's blackouts; those that overlap are not joined.
    /// </summary>
    /// <param name="profile">One direction.</param>
    /// <param name="from">Nanoseconds from the link's start.</param>
    /// <param name="to">Nanoseconds from the link's start.</param>
    public static IEnumerable<(long From, long To)> Outages(DirectionProfile profile, long from, long to)
    {
        foreach (var blackout in profile.Blackouts)
        {
            var (at, length) = ((long)blackout.At.TotalNanoseconds, (long)blackout.Length.TotalNanoseconds);
            if (blackout.Every is not { Ticks: > 0 } period)
            {
                if (at < to && at + length > from)
                {
                    yield return (Math.Max(at, from), Math.Min(at + length, to));
                }

                continue;
            }

            // One that is as long as its period, or longer, never ends.
            var every = (long)period.TotalNanoseconds;
            length = Math.Min(length, every);
            var first = Math.Max(0, (from - at - length + every) / every);
            foreach (var begin in Enumerable.Range(0, Most).Select(i => at + ((first + i) * every)).TakeWhile(begin => begin < to))
            {
                yield return (Math.Max(begin, from), Math.Min(begin + length, to));
            }
        }
    }

    /// <summary>Times without an opportunity of a recorded rate that are long enough to be told, and that touch a stretch.</summary>
    /// <param name="profile">One direction.</param>
    /// <param name="from">Nanoseconds from the link's start.</param>
    /// <param name="to">Nanoseconds from the link's start.</param>
    public static IEnumerable<(long From, long To)> Gaps(DirectionProfile profile, long from, long to) =>
        profile.Trace is { } trace ? Gaps(trace, from, to).Take(Most) : [];

    private static IEnumerable<(long From, long To)> Gaps(RateTrace trace, long from, long to)
    {
        var shortest = (long)ShortestGap.TotalNanoseconds;
        var next = trace.FirstAtOrAfter(from);
        var before = next == 0 ? 0 : trace.Nanoseconds(next - 1);
        while (before < to)
        {
            var opportunity = trace.Nanoseconds(next++);
            if (opportunity - before >= shortest && opportunity > from)
            {
                yield return (Math.Max(before, from), Math.Min(opportunity, to));
            }

            before = opportunity;
        }
    }
}
