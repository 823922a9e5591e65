namespace ProtoBench.Load.Loops;

/// <summary>
/// How long an arrival waits for those behind it, where they are so dense that several come within that time. What each waits is in its
/// send lateness and its response time, as all waits are. Pure.
/// </summary>
/// <param name="longestHold">In nanoseconds; 0: arrivals never wait for others.</param>
internal struct ArrivalsTogether(long longestHold)
{
    // So many arrivals decide how dense they are.
    private const int Remembered = 16;

    private long _last;
    private long _gap = long.MaxValue / 2;

    /// <summary>What the next one waits, in nanoseconds: 0, or the longest where at least two more are expected within that time.</summary>
    public readonly long Hold => 2 * _gap <= longestHold ? longestHold : 0;

    /// <summary>One was due at this instant.</summary>
    public void Arrived(long intended)
    {
        var gap = Math.Max(0, intended - _last);
        _last = intended;

        // The first gaps are none, and a pause is forgotten after some arrivals.
        var sparse = longestHold * Remembered;
        _gap = gap > sparse ? long.MaxValue / 2 : _gap > sparse ? gap : _gap + ((gap - _gap) / Remembered);
    }
}
