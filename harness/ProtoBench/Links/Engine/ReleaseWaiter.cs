using ProtoBench.Links.Native;

namespace ProtoBench.Links.Engine;

/// <summary>
/// Sleeps until shortly before a release and spins the rest. How shortly follows the wake-ups it has seen: an idle virtual processor wakes 125 to 145 µs late,
/// a busy one 25 µs.
/// </summary>
internal sealed class ReleaseWaiter(ILinkClock clock, int readable, int wake)
{
    private const long LeastMargin = 30_000;
    private const long MostMargin = 300_000;
    private const long MarginReserve = 20_000;
    private const long LongestSleep = 1_000_000_000;

    // A direction may spin for a quarter of the time, 2 ms at a stretch: with packets closer than the margin it would otherwise never sleep, and with real-time
    // priority starve the very endpoints it serves.
    private const int SpinShare = 4;
    private const long MostBudget = 2_000_000;

    private readonly PollDescriptor[] _descriptors =
        [new() { Descriptor = readable, Events = Libc.PollIn }, new() { Descriptor = wake, Events = Libc.PollIn }];

    private readonly long[] _recent = new long[64];
    private readonly long[] _sorted = new long[64];
    private int _wakeUps;
    private long _budget = MostBudget;
    private long _lastCall;
    private bool _spinning;

    /// <summary>Nanoseconds before a release at which spinning begins.</summary>
    public long Margin { get; private set; } = 250_000;

    /// <summary>Returns when a packet may be readable, the wake descriptor is set, or the release is near; the caller looks again in any case.</summary>
    public void Wait(long nextDue)
    {
        var now = clock.Now;
        Account(now);
        var remaining = nextDue == long.MaxValue ? LongestSleep : nextDue - now;
        if (remaining <= 0)
        {
            _spinning = false;
            return;
        }

        var margin = _budget > 0 ? Margin : 0;
        _spinning = remaining <= margin;
        if (!_spinning)
        {
            Sleep(now, Math.Min(LongestSleep, remaining - margin));
        }
    }

    private void Account(long now)
    {
        var elapsed = now - _lastCall;
        _lastCall = now;
        _budget = Math.Min(MostBudget, _budget + (elapsed / SpinShare) - (_spinning ? elapsed : 0));
    }

    private void Sleep(long now, long length)
    {
        if (Libc.Poll(_descriptors, (nuint)_descriptors.Length, TimeSpecification.FromNanoseconds(length), 0) == 0)
        {
            Learn(clock.Now - now - length);
        }
    }

    private void Learn(long lateness)
    {
        _recent[_wakeUps++ % _recent.Length] = lateness;
        if (_wakeUps % 16 != 0)
        {
            return;
        }

        _recent.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        // The second largest of 64: the 98th percentile, which one stolen time slice does not move.
        Margin = Math.Clamp(_sorted[^2] + MarginReserve, LeastMargin, MostMargin);
    }
}
