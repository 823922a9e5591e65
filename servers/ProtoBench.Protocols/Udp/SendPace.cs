using System.Diagnostics;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// How many datagrams a transfer with a set rate may send now. Due are those of a constant rate since the start; what a late thread owes is
/// sent at once, so that the rate over the transfer is the one that was set.
/// </summary>
internal sealed class SendPace(double perSecond)
{
    // Datagrams due within it leave together: to be woken for each costs 5 us, and more often than a timer's slack is none the wiser.
    private const double TogetherSeconds = 100e-6;

    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _prepared;

    /// <summary>Waits until the next are due, a tenth of a second at most.</summary>
    /// <param name="sent">Datagrams so far.</param>
    /// <param name="most">That fit one call.</param>
    /// <returns>How many may leave; 0: none is due yet.</returns>
    public int Due(long sent, int most)
    {
        if (!_prepared)
        {
            _prepared = true;
            TimerSlack.Remove();
        }

        var together = Together(perSecond, most);
        var now = Elapsed();
        if (Allowed(perSecond, now) - sent < together)
        {
            var wait = Math.Min(((sent + together - 1) / perSecond) - now, 0.1);
            if (wait > 0)
            {
                _ = LibcProcesses.SleepClock(
                    LibcProcesses.ClockMonotonic, 0, TimeSpecification.FromNanoseconds((long)(wait * 1e9)), 0);
            }
        }

        return (int)Math.Clamp(Allowed(perSecond, Elapsed()) - sent, 0, most);
    }

    /// <summary>How many leave together at a rate. Pure.</summary>
    public static int Together(double perSecond, int most) => (int)Math.Clamp(perSecond * TogetherSeconds, 1, most);

    /// <summary>Datagrams due after so many seconds, the first at once. Pure.</summary>
    public static long Allowed(double perSecond, double seconds) => (long)(perSecond * seconds) + 1;

    private double Elapsed() => Stopwatch.GetElapsedTime(_start).TotalSeconds;
}
