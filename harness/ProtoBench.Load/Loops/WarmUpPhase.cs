using System.Runtime;
using System.Runtime.InteropServices;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

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

    /// <summary>Returns when the load is steady and both compilers are quiet. No question to the server is on its way then.</summary>
    /// <param name="progress">Running totals now.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="server">The compiler of the server, which has to be quiet as well.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    /// <param name="methods">How many methods this process has compiled; null: asks the runtime.</param>
    public static async Task<WarmUpOutcome> RunAsync(
        Func<LoadProgress> progress, WarmUp bounds, IServerCompiler server, CancellationToken cancellationToken, Func<long>? methods = null)
    {
        methods ??= () => JitInfo.GetCompiledMethodCount();
        var windows = new List<SteadyWindow>();
        var compiled = new List<long> { methods() };
        var started = LoadClock.Now;
        var last = progress();

        // Not for its answer: the server begins to watch, and what a question takes is compiled on its whole way before it matters.
        Task<bool>? asked = server.IsQuietAsync(bounds.Maximum, cancellationToken);
        var next = Task.Delay(Interval, cancellationToken);
        while (true)
        {
            await next.ConfigureAwait(false);
            next = Task.Delay(Interval, cancellationToken);
            var now = progress();
            windows.Add(new SteadyWindow(now.Amount - last.Amount, now.Events - last.Events));
            last = now;
            compiled.Add(methods());
            if (asked is { IsCompleted: true })
            {
                // What was true a window ago.
                await asked.ConfigureAwait(false);
                asked = null;
            }

            var elapsed = Elapsed();
            var steady = elapsed >= bounds.Minimum.TotalSeconds && IsSteady(windows) && IsQuiet(compiled);
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
    }

    // A rate can be steady on a plateau of unoptimised code. While hot methods are being replaced, the compiler is busy; afterwards it is
    // quiet.
    private static bool IsQuiet(List<long> totals) =>
        totals.Count > QuietWindows && totals[^1] - totals[^(QuietWindows + 1)] <= MostMethodsWhenQuiet;

    private static bool IsSteady(List<SteadyWindow> windows) =>
        Widths.Any(width => SteadyState.IsSteady(CollectionsMarshal.AsSpan(Widen(windows, width))));

    private static List<SteadyWindow> Widen(List<SteadyWindow> windows, int width) =>
        [.. windows.Skip(windows.Count % width).Chunk(width).Select(
            few => new SteadyWindow(few.Sum(one => one.Amount), few.Sum(one => one.Events)))];
}
