using System.Runtime.InteropServices;
using ProtoBench.Measurements;
using ProtoBench.Scenarios;

namespace ProtoBench.Load;

/// <summary>Watches a running load until its rate is steady, within the bounds of the scenario.</summary>
internal static class WarmUpPhase
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="progress">Running totals now.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    public static async Task<WarmUpOutcome> RunAsync(Func<LoadProgress> progress, WarmUp bounds, CancellationToken cancellationToken)
    {
        var windows = new List<SteadyWindow>();
        var started = LoadClock.Now;
        var last = progress();
        while (true)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            var now = progress();
            windows.Add(new SteadyWindow(now.Amount - last.Amount, now.Events - last.Events));
            last = now;
            var elapsed = (LoadClock.Now - started) / 1e9;
            var steady = SteadyState.IsSteady(CollectionsMarshal.AsSpan(windows));
            if ((steady && elapsed >= bounds.Minimum.TotalSeconds) || elapsed >= bounds.Maximum.TotalSeconds)
            {
                return new WarmUpOutcome(Math.Round(elapsed, 3), steady);
            }
        }
    }
}
