using System.Runtime;
using System.Runtime.InteropServices;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

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

    // Of the 20 in 200 ms.
    private const int MostTicksWhenQuiet = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="progress">Running totals now.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="server">The compiler of the server, which has to be quiet as well.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    public static async Task<WarmUpOutcome> RunAsync(
        Func<LoadProgress> progress, WarmUp bounds, BackgroundCompiler server, CancellationToken cancellationToken)
    {
        var serverTicks = new List<long> { server.Ticks() };
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
            serverTicks.Add(server.Ticks());
            var steady = IsSteady(windows) && IsQuiet(compiled, MostMethodsWhenQuiet) && IsQuiet(serverTicks, MostTicksWhenQuiet);
            if ((steady && elapsed >= bounds.Minimum.TotalSeconds) || elapsed >= bounds.Maximum.TotalSeconds)
            {
                return new WarmUpOutcome(Math.Round(elapsed, 3), steady);
            }
        }
    }

    // A rate can be steady on a plateau of unoptimised code. While hot methods are being replaced, the compiler is busy; afterwards it is quiet.
    private static bool IsQuiet(List<long> totals, int most) =>
        totals.Count > QuietWindows && totals[^1] - totals[^(QuietWindows + 1)] <= most;

    private static bool IsSteady(List<SteadyWindow> windows) =>
        Widths.Any(width => SteadyState.IsSteady(CollectionsMarshal.AsSpan(Widen(windows, width))));

    private static List<SteadyWindow> Widen(List<SteadyWindow> windows, int width) =>
        [.. windows.Skip(windows.Count % width).Chunk(width).Select(few => new SteadyWindow(few.Sum(one => one.Amount), few.Sum(one => one.Events)))];
}
