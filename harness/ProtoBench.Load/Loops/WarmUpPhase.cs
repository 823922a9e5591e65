using System.Runtime;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

/// <summary>Watches a running load until its rate is steady, within the bounds of the scenario.</summary>
internal static class WarmUpPhase
{
    // So many windows taken as one. A slow link answers a few times per window of 50 ms; 100 or 200 ms hold enough to see a trend.
    private static readonly int[] Widths = [1, 2, 4, 8];

    // Of a load with fewer exchanges in eight windows, none is taken by itself: their number alone would vary too much to show a trend. Of
    // simulated random arrivals that climb by 40 % in 100 ms, 68 % pass with 100 events in eight windows, 37 % with 300 and 3 % with a
    // thousand.
    private const int FewestEventsOfNarrow = 1000;

    // 200 ms: twice what the runtime's background compiler needs between two batches on a busy processor.
    private const int QuietWindows = 8;

    // Of 200 ms. Measured in warm-ups of quick: processes that had become as fast as they would compiled 0 to 10, for paths that only now
    // had run thirty times; those that still became faster 60 to 240. A method takes about 1 ms, so this is as much as is allowed to the
    // server's compiler (CompilerWatch.MostTicksWhenQuiet).
    private const int MostMethodsWhenQuiet = 12;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns when the load is steady and both compilers are quiet. No question to the server is on its way then.</summary>
    /// <param name="progress">Running totals now.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="server">The compiler of the server, which has to be quiet as well.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    /// <param name="methods">How many methods this process has compiled; null: asks the runtime.</param>
    /// <param name="clock">Nanoseconds by which windows are as long as they are; only tests have another than that of loads.</param>
    public static async Task<WarmUpOutcome> RunAsync(
        Func<LoadProgress> progress,
        WarmUp bounds,
        IServerCompiler server,
        CancellationToken cancellationToken,
        Func<long>? methods = null,
        Func<long>? clock = null)
    {
        methods ??= () => JitInfo.GetCompiledMethodCount();
        clock ??= () => LoadClock.Now;
        var seen = new SeenWindows(bounds.Maximum, methods());
        var started = LoadClock.Now;
        var (last, looked) = (progress(), clock());
        var windows = 0L;

        // Not for its answer: the server begins to watch, and what a question takes is compiled on its whole way before it matters.
        Task<bool>? asked = server.IsQuietAsync(bounds.Maximum, cancellationToken);
        var next = NextAsync();
        while (true)
        {
            await next.ConfigureAwait(false);
            next = NextAsync();

            // A timer is up to 2 ms late, of 25. What is compared is the rate.
            var (now, at) = (progress(), clock());
            var share = Interval.TotalNanoseconds / Math.Max(1, at - looked);
            seen.Add(new SteadyWindow((now.Amount - last.Amount) * share, now.Events - last.Events), methods());
            (last, looked) = (now, at);
            if (asked is { IsCompleted: true })
            {
                // What was true a window ago.
                await asked.ConfigureAwait(false);
                asked = null;
            }

            var elapsed = Elapsed();
            var steady = elapsed >= bounds.Minimum.TotalSeconds && seen.AreSteady && seen.AreQuiet;
            if (steady)
            {
                // The windows go on in step while the answer is on its way.
                asked ??= server.IsQuietAsync(TimeSpan.FromSeconds(Math.Max(0, bounds.Maximum.TotalSeconds - elapsed)), cancellationToken);
                steady = await Task.WhenAny(asked, next).ConfigureAwait(false) == asked && await asked.ConfigureAwait(false);
                asked = asked.IsCompleted ? null : asked;
            }

            if (steady || Elapsed() >= bounds.Maximum.TotalSeconds)
            {
                if (asked is not null)
                {
                    await asked.ConfigureAwait(false);
                }

                return new WarmUpOutcome(Math.Round(Elapsed(), 3), steady);
            }
        }

        double Elapsed() => (LoadClock.Now - started) / 1e9;

        // By the clock, so that eight windows are no longer than eight; those that a machine which stood still has missed are left out.
        Task NextAsync()
        {
            windows = Math.Max(windows + 1, ((LoadClock.Now - started) / (long)Interval.TotalNanoseconds) + 1);
            return LoadClock.UntilAsync(started + (windows * (long)Interval.TotalNanoseconds), cancellationToken);
        }
    }

    /// <summary>
    /// The windows so far. Arrays and loops, and nothing generic over our own structs: that would be compiled while the rate is watched
    /// (56 methods at the first look, and a third of a second until the compiler was quiet again).
    /// </summary>
    private sealed class SeenWindows
    {
        private readonly long[] _compiled;
        private readonly SteadyWindow[] _widened = new SteadyWindow[SteadyState.Windows];
        private SteadyWindow[] _windows;
        private int _count;

        public SeenWindows(TimeSpan longest, long compiled)
        {
            _windows = new SteadyWindow[(int)(longest / Interval) + SteadyState.Windows];
            _compiled = new long[QuietWindows + 1];
            _compiled[0] = compiled;
        }

        public void Add(SteadyWindow window, long compiled)
        {
            if (_count == _windows.Length)
            {
                var more = new SteadyWindow[2 * _count];
                Array.Copy(_windows, more, _count);
                _windows = more;
            }

            _windows[_count++] = window;
            _compiled[_count % _compiled.Length] = compiled;
        }

        // A rate can be steady on a plateau of unoptimised code. While hot methods are being replaced, the compiler is busy; afterwards it
        // is quiet.
        public bool AreQuiet => _count >= QuietWindows
            && _compiled[_count % _compiled.Length] - _compiled[(_count + 1) % _compiled.Length] <= MostMethodsWhenQuiet;

        public bool AreSteady
        {
            get
            {
                foreach (var width in Widths)
                {
                    if (_count >= width * SteadyState.Windows && IsSteady(Widened(width), width))
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        private static bool IsSteady(ReadOnlySpan<SteadyWindow> windows, int width)
        {
            var events = 0L;
            foreach (var window in windows)
            {
                events += window.Events;
            }

            return width > 1
                ? SteadyState.IsSteady(windows)
                : events >= FewestEventsOfNarrow && SteadyState.IsSteady(windows, SteadyState.LargestChangeOfNarrow);
        }

        // The last ones, so many taken as one.
        private ReadOnlySpan<SteadyWindow> Widened(int width)
        {
            var next = _count - (width * SteadyState.Windows);
            for (var i = 0; i < _widened.Length; i++)
            {
                var (amount, events) = (0.0, 0L);
                for (var j = 0; j < width; j++, next++)
                {
                    amount += _windows[next].Amount;
                    events += _windows[next].Events;
                }

                _widened[i] = new SteadyWindow(amount, events);
            }

            return _widened;
        }
    }
}
