using ProtoBench.Links.Engine;
using ProtoBench.Native;

namespace ProtoBench.Links.Certification;

/// <summary>Lets a probe's sender wait for absolute times.</summary>
internal static class Pacer
{
    // Sleeps end up to 0.15 ms late on idle virtual processors; the rest is left to late sending, which a probe may do.
    private const long ShortestSleep = 50_000;

    /// <summary>Returns at or after the time on the monotonic clock.</summary>
    public static void WaitUntil(long time)
    {
        while (time - MonotonicClock.Instance.Now is var remaining && remaining > 0)
        {
            if (remaining > ShortestSleep)
            {
                _ = Libc.Poll([], 0, TimeSpecification.FromNanoseconds(remaining), 0);
            }
            else
            {
                Thread.SpinWait(20);
            }
        }
    }
}
