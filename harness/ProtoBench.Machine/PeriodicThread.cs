using ProtoBench.Native;

namespace ProtoBench.Machine;

/// <summary>
/// A thread that does something at every multiple of an interval on <see cref="LoadClock"/>, until it is disposed. Where intervals are
/// multiples of each other, such threads of all processes of a machine wake at the same instants: together they take the processor from
/// one exchange, and not each from another one. Of 90,000 exchanges a second p99.9 is the 90th slowest.
/// </summary>
internal sealed class PeriodicThread : IDisposable
{
    // The runtime compiles what is called thirty times with probes, and what is called thirty times more for good.
    private const int Rehearsals = 80;
    private const long BetweenRehearsals = 3_000_000;

    private readonly EpollSet _waiting = new();
    private readonly Thread _thread;
    private readonly long _interval;
    private readonly Action _act;
    private readonly Action? _rehearse;
    private bool _over;

    /// <param name="name">Of the thread.</param>
    /// <param name="interval">From one time to the next, above 0. A time that is missed is left out.</param>
    /// <param name="act">What it does; nothing may be thrown.</param>
    /// <param name="rehearse">The same, or it without a consequence, done eighty times in the first quarter of a second: what is done ten
    /// times a second is otherwise compiled again after three and after six seconds, and takes the processor for that from what is measured
    /// then.
    /// Null: not needed.</param>
    /// <exception cref="IOException">The process has as many files open as it may.</exception>
    public PeriodicThread(string name, TimeSpan interval, Action act, Action? rehearse = null)
    {
        (_interval, _act, _rehearse) = ((long)interval.TotalNanoseconds, act, rehearse);

        // An instant long past: what this needs of the kernel is there now, or this fails here.
        _waiting.WaitUntil(1);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The first multiple of <paramref name="interval"/> after <paramref name="now"/>.</summary>
    public static long Next(long now, long interval) => ((now / interval) + 1) * interval;

    /// <summary>Ends it at once, or when what it is doing is done.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, true))
        {
            return;
        }

        _waiting.Wake();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Run()
    {
        for (var i = 0; _rehearse is not null && i < Rehearsals && WaitUntil(LoadClock.Now + BetweenRehearsals); i++)
        {
            _rehearse();
        }

        while (WaitUntil(Next(LoadClock.Now, _interval)))
        {
            _act();
        }
    }

    /// <summary>False: it is over.</summary>
    private bool WaitUntil(long due)
    {
        while (LoadClock.Now < due)
        {
            if (Volatile.Read(ref _over))
            {
                return false;
            }

            // A limit of a wait would be whole milliseconds, and the kernel's to delay by 50 µs more.
            _waiting.WaitUntil(due);
        }

        return true;
    }
}
