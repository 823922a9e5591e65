using ProtoBench.Load;
using ProtoBench.Measurements;

namespace ProtoBench.Tests.Load;

/// <summary>Runs a loop through one window, as a trial does, without a warm-up.</summary>
internal static class LoopRun
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<Measurement> ThroughAsync(ILoadLoop loop, TimeSpan window, TimeSpan drain)
    {
        await using (loop)
        {
            loop.Window.Open(window);
            loop.Start();
            await Task.Delay(window);
            while (LoadClock.Now < loop.Window.End)
            {
                await Task.Delay(1);
            }

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
}
