using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What an open loop does between its warm-up and its window.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class OpenLoopSettlingTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(0.6);

    [Fact]
    public async Task A_window_begins_without_the_queue_that_its_warm_up_left()
    {
        // Nothing is answered before the loop settles: 300 ms of 1,000 a second wait, but for the one in flight.
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var protocol = new FakeProtocol(async token => await answered.Task.WaitAsync(token));

        OpenLoop? running = null;
        var measurement = await RunAsync(
            protocol,
            1000,
            () => Task.Delay(300),
            () => _ = Until.Async(() => running!.HasDropped).ContinueWith(_ => answered.SetResult(), TaskScheduler.Default),
            loop: loop => running = loop);

        Assert.True(measurement.OverdueDropped >= 250, $"{measurement.OverdueDropped} were dropped");
        Assert.Equal(1000 * Window.TotalSeconds, measurement.Outcomes.Completed);
        Assert.Equal(0, measurement.BacklogAtStart);
        var median = HistogramText.Decode(measurement.Response!).ValueAtQuantile(0.5);
        Assert.True(median < 100_000_000, $"half of the window waited {median / 1e6} ms, for the warm-up's queue");
    }

    [Fact]
    public async Task A_queue_that_forms_in_the_window_stays_and_counts_in_full()
    {
        var stalledUntil = 0L;
        OpenLoop? running = null;
        var protocol = new FakeProtocol(async token =>
        {
            // Once, 100 ms behind the window's start.
            var now = LoadClock.Now;
            if (running!.Window.Contains(now - 100_000_000))
            {
                Interlocked.CompareExchange(ref stalledUntil, now + 300_000_000, 0);
            }

            if ((Volatile.Read(ref stalledUntil) - now) / 1_000_000 is > 0 and var left)
            {
                await Task.Delay((int)left, token);
            }
        });

        var measurement = await RunAsync(protocol, 1000, () => Task.Delay(100), loop: loop => running = loop);

        // 300 of the 600 were due while it stood still, and the first of them waited longest.
        var response = HistogramText.Decode(measurement.Response!);
        Assert.NotEqual(0, stalledUntil);
        Assert.Equal(1000 * Window.TotalSeconds, measurement.Outcomes.Total);
        Assert.Equal(measurement.Outcomes.Total, response.Count);
        Assert.True(response.ValueAtQuantile(0.95) > 200_000_000, $"p95 is {response.ValueAtQuantile(0.95) / 1e6} ms");
    }

    [Fact]
    public async Task An_exchange_that_does_not_end_holds_no_window_back()
    {
        var first = 0;
        var never = new TaskCompletionSource();
        var protocol = new FakeProtocol(async token =>
        {
            if (Interlocked.Increment(ref first) == 1)
            {
                await never.Task.WaitAsync(token);
            }
        });

        // Its time limit, 200 ms, ends it.
        var measurement = await RunAsync(protocol, 200, () => Task.Delay(50), limit: TimeSpan.FromSeconds(0.2));

        Assert.Equal(200 * Window.TotalSeconds, measurement.Outcomes.Completed);
    }

    [Fact]
    public async Task The_window_has_the_schedule_of_its_seed_however_long_the_warm_up_was()
    {
        var seen = new List<long>();
        var protocol = new FakeProtocol(_ => ValueTask.CompletedTask);
        for (var i = 1; i <= 2; i++)
        {
            var measurement = await RunAsync(protocol, 500, () => Task.Delay(40 * i), law: ArrivalLaw.Poisson);
            seen.Add(measurement.Outcomes.Total);
        }

        var schedule = new ArrivalSchedule(ArrivalLaw.Poisson, 500, 1);
        var due = 0;
        while (schedule.Next() < Window.TotalNanoseconds)
        {
            due++;
        }

        Assert.Equal([due, due], seen);
    }

    private static async Task<Measurement> RunAsync(
        FakeProtocol protocol,
        double rate,
        Func<Task> warmedUp,
        Action? settling = null,
        TimeSpan? limit = null,
        ArrivalLaw law = ArrivalLaw.Constant,
        Action<OpenLoop>? loop = null)
    {
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, new Workload { Name = "echo" }, openLoop: true, CancellationToken.None);
        var open = new OpenLoop(lanes, new ArrivalSchedule(law, rate, seed: 1), limit ?? LoopRun.Limit);
        loop?.Invoke(open);
        return await LoopRun.SettledAsync(open, warmedUp, Window, settling);
    }
}
