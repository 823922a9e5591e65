using ProtoBench.Native;

namespace ProtoBench.Links.Engine;

/// <summary>
/// Sleeps until shortly before a release and spins the rest. How shortly follows the wake-ups it has seen: an idle virtual processor wakes
/// 125 to 145 µs late, a busy one 25 µs.
/// </summary>
internal sealed class ReleaseWaiter(ILinkClock clock, int readable, int wake)
{
    private const long LeastMargin = 30_000;
    private const long MostMargin = 300_000;
    private const long MarginReserve = 20_000;
    private const long LongestSleep = 1_000_000_000;

    // A direction may spin for a quarter of the time, 2 ms at a stretch: with packets closer than the margin it would otherwise never
    // sleep, and with real-time priority starve the very endpoints it serves.
    private const int SpinShare = 4;
    private const long MostBudget = 2_000_000;

    // From 50,000 packets a second on, a thread that wakes for each of them keeps its processor busy with waking and takes it from the
    // sender after every packet. It then looks every 40 µs, below the least lateness that counts (LinkBounds).
    private const long BusyInterval = 20_000;
    private const long BusyPause = 40_000;
    private const long BusyWindow = 500_000;

    private readonly PollDescriptor[] _descriptors =
        [new() { Descriptor = readable, Events = Libc.PollIn }, new() { Descriptor = wake, Events = Libc.PollIn }];

    private readonly PollDescriptor[] _wakeOnly = [new() { Descriptor = wake, Events = Libc.PollIn }];
    private readonly long[] _recent = new long[64];
    private readonly long[] _sorted = new long[64];
    private int _wakeUps;
    private long _budget = MostBudget;
    private long _lastCall;
    private bool _spinning;
    private bool _isBusy;
    private long _windowStart;
    private long _windowReceived;

    /// <summary>Nanoseconds before a release at which spinning begins.</summary>
    public long Margin { get; private set; } = 250_000;

    /// <summary>
    /// Returns when a packet may be readable, the wake descriptor is set, or the release is near; the caller looks again in any case.
    /// </summary>
    /// <param name="nextDue">When the next packet leaves.</param>
    /// <param name="received">Packets taken so far.</param>
    public void Wait(long nextDue, long received)
    {
        var now = clock.Now;
        Account(now);
        Observe(now, received);
        if (_isBusy)
        {
            _spinning = false;
            _ = Libc.Poll(_wakeOnly, 1, TimeSpecification.FromNanoseconds(BusyPause), 0);
            return;
        }

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

    private void Observe(long now, long received)
    {
        var elapsed = now - _windowStart;
        if (elapsed < BusyWindow)
        {
            return;
        }

        // After a restart the count begins anew.
        _isBusy = Math.Max(0, received - _windowReceived) * BusyInterval > elapsed;
        (_windowStart, _windowReceived) = (now, received);
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
