using System.Runtime;
using System.Runtime.InteropServices;
using ProtoBench.Measurements;
using ProtoBench.Scenarios;

namespace ProtoBench.Load;

/// <summary>Watches a running load until its rate is steady, within the bounds of the scenario.</summary>
internal static class WarmUpPhase
{
    // A slow link answers a few times per window of 50 ms; two or four windows taken as one hold enough to see a trend.
    private static readonly int[] Widths = [1, 2, 4];

    // 200 ms: twice what the runtime's background compiler needs between two batches on a busy processor.
    private const int QuietWindows = 4;

    // The watching itself compiles one now and then.
    private const int MostMethodsWhenQuiet = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="progress">Running totals now.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    public static async Task<WarmUpOutcome> RunAsync(Func<LoadProgress> progress, WarmUp bounds, CancellationToken cancellationToken)
    {
        var windows = new List<SteadyWindow>();
        var compiled = new List<long> { JitInfo.GetCompiledMethodCount() };
        var started = LoadClock.Now;
        var last = progress();
        while (true)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            var now = progress();
            windows.Add(new SteadyWindow(now.Amount - last.Amount, now.Events - last.Events));
            last = now;
            var elapsed = (LoadClock.Now - started) / 1e9;
            compiled.Add(JitInfo.GetCompiledMethodCount());
            var steady = IsSteady(windows) && IsCompiled(compiled);
            if ((steady && elapsed >= bounds.Minimum.TotalSeconds) || elapsed >= bounds.Maximum.TotalSeconds)
            {
                return new WarmUpOutcome(Math.Round(elapsed, 3), steady);
            }
        }
    }

    // A rate can be steady on a plateau of unoptimised code. While hot methods are being replaced, the compiler is busy; afterwards it is quiet.
    private static bool IsCompiled(List<long> compiled) =>
        compiled.Count > QuietWindows && compiled[^1] - compiled[^(QuietWindows + 1)] <= MostMethodsWhenQuiet;

    private static bool IsSteady(List<SteadyWindow> windows) =>
        Widths.Any(width => SteadyState.IsSteady(CollectionsMarshal.AsSpan(Widen(windows, width))));

    private static List<SteadyWindow> Widen(List<SteadyWindow> windows, int width) =>
        [.. windows.Skip(windows.Count % width).Chunk(width).Select(few => new SteadyWindow(few.Sum(one => one.Amount), few.Sum(one => one.Events)))];
}
