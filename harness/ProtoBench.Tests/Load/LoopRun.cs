using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Tests.Load;

/// <summary>Runs a loop through one window, as a trial does: the window opens in a loop that runs.</summary>
internal static class LoopRun
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<Measurement> ThroughAsync(ILoadLoop loop, TimeSpan window, TimeSpan drain)
    {
        await using (loop)
        {
            loop.Start();
            loop.Window.Open(window);
            await Task.Delay(window);
            while (LoadClock.Now < loop.Window.End)
            {
                await Task.Delay(1);
            }

            return await StopAsync(loop, window, drain);
        }
    }

    /// <summary>The same with a warm-up before it, whose rest is settled as in a trial.</summary>
    /// <param name="loop">What runs.</param>
    /// <param name="warmedUp">Completes when the window may begin.</param>
    /// <param name="window">Its length.</param>
    /// <param name="settling">Called when the warm-up's rest begins to be settled.</param>
    public static async Task<Measurement> SettledAsync(ILoadLoop loop, Func<Task> warmedUp, TimeSpan window, Action? settling = null)
    {
        await using (loop)
        {
            loop.Start();
            await warmedUp().WaitAsync(Limit);
            var settled = loop.SettleAsync(Limit, CancellationToken.None);
            settling?.Invoke();
            await settled.WaitAsync(Limit);
            loop.Open(window);
            while (LoadClock.Now < loop.Window.End)
            {
                await Task.Delay(1);
            }

            return await StopAsync(loop, window, Limit);
        }
    }

    /// <summary>
    /// Without a warm-up until <paramref name="enough"/> has happened, and from the first exchange on: what a loop does in a given time is
    /// up to the machine.
    /// </summary>
    public static async Task<Measurement> UntilAsync(ILoadLoop loop, Func<bool> enough, TimeSpan drain)
    {
        await using (loop)
        {
            loop.Window.Open(Limit);
            loop.Start();
            while (!enough() && LoadClock.Now < loop.Window.End)
            {
                await Task.Delay(1);
            }

            return await StopAsync(loop, Limit, drain);
        }
    }

    private static async Task<Measurement> StopAsync(ILoadLoop loop, TimeSpan window, TimeSpan drain)
    {
        await loop.StopAsync(drain).WaitAsync(Limit);
        return loop.Report(new Measurement
        {
            WindowSeconds = window.TotalSeconds,
            WindowStartNanoseconds = loop.Window.Start,
            Outcomes = new OutcomeCounts(),
            WarmUp = new WarmUpOutcome(0, true),
        });
    }
}
