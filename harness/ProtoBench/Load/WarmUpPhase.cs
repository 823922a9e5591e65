using ProtoBench.Measurements;
using ProtoBench.Scenarios;

namespace ProtoBench.Load;

/// <summary>Watches a running load until its rate is steady, within the bounds of the scenario.</summary>
internal static class WarmUpPhase
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <param name="progress">Exchanges or bytes so far.</param>
    /// <param name="bounds">Shortest and longest warm-up.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    public static async Task<WarmUpOutcome> RunAsync(Func<long> progress, WarmUp bounds, CancellationToken cancellationToken)
    {
        var rates = new List<double>();
        var started = LoadClock.Now;
        var (lastTime, lastProgress) = (started, progress());
        while (true)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            var (time, done) = (LoadClock.Now, progress());
            rates.Add((done - lastProgress) / ((time - lastTime) / 1e9));
            (lastTime, lastProgress) = (time, done);
            var elapsed = (time - started) / 1e9;
            var steady = SteadyState.IsReached(rates);
            if ((steady && elapsed >= bounds.Minimum.TotalSeconds) || elapsed >= bounds.Maximum.TotalSeconds)
            {
                return new WarmUpOutcome(Math.Round(elapsed, 3), steady);
            }
        }
    }
}
