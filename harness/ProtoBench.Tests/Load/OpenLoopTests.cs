using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class OpenLoopTests
{
    private static readonly Workload Exchange = new() { Name = "echo" };
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_stall_of_the_server_shows_in_response_time_and_not_in_median_service_time()
    {
        // The server answers in about a millisecond, but stands still for 300 ms once: not at first, which may be before the window.
        var calls = 0;
        var stalledUntil = long.MaxValue;
        var protocol = new FakeProtocol(async token =>
        {
            if (Interlocked.Increment(ref calls) < 50)
            {
                await Task.Delay(1, token);
                return;
            }

            if (Interlocked.CompareExchange(ref stalledUntil, LoadClock.Now + 300_000_000, long.MaxValue) == long.MaxValue)
            {
                await Task.Delay(300, token);
            }

            var remaining = (Volatile.Read(ref stalledUntil) - LoadClock.Now) / 1_000_000;
            await Task.Delay((int)Math.Max(1, remaining), token);
        });

        var measurement = await RunAsync(protocol, rate: 1000, inFlight: 4, TimeSpan.FromSeconds(1));

        var response = HistogramText.Decode(measurement.Response!);
        var service = HistogramText.Decode(measurement.Service!);
        Assert.True(response.ValueAtQuantile(0.99) > 200_000_000, $"p99 response {response.ValueAtQuantile(0.99) / 1e6} ms");
        Assert.True(service.ValueAtQuantile(0.5) < 100_000_000, $"p50 service {service.ValueAtQuantile(0.5) / 1e6} ms");
        Assert.Equal(measurement.Outcomes.Total, measurement.Outcomes.Completed);
        Assert.True(measurement.LongestBacklog > 100, $"backlog {measurement.LongestBacklog}");
    }

    [Fact]
    public async Task The_backlog_of_the_warm_up_is_counted_when_the_window_begins_and_what_is_left_when_it_ends()
    {
        // Nothing is answered until the window is over, so everything that was due before it waits, but for the one in flight.
        var sent = new TaskCompletionSource();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var protocol = new FakeProtocol(async token =>
        {
            sent.TrySetResult();
            await answered.Task.WaitAsync(token);
        });
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, Exchange, openLoop: true, CancellationToken.None);
        await using var loop = new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, 1000, seed: 1), LoopRun.Limit);
        loop.Start();
        await sent.Task.WaitAsync(LoopRun.Limit);
        await Task.Delay(200);
        loop.Window.Open(TimeSpan.FromMilliseconds(200));

        // The pacing thread may be late: it has to have counted before anything is answered.
        await Until.Async(() => loop.BacklogAtEnd > 0);
        var stopping = loop.StopAsync(LoopRun.Limit);
        answered.SetResult();
        await stopping.WaitAsync(LoopRun.Limit);

        var report = loop.Report(new Measurement
        {
            WindowSeconds = 0.2,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts(),
            WarmUp = new WarmUpOutcome(0, true),
        });
        Assert.True(report.BacklogAtStart > 100, $"{report.BacklogAtStart} at the start");
        Assert.True(report.BacklogAtEnd > report.BacklogAtStart + 100, $"{report.BacklogAtEnd} at the end");
    }

    [Fact]
    public async Task Every_arrival_that_was_due_is_counted_once()
    {
        var protocol = new FakeProtocol(async token => await Task.Delay(1, token));

        var measurement = await RunAsync(protocol, rate: 2000, inFlight: 64, TimeSpan.FromSeconds(1));

        // 2,000 a second, and a window of one second in the midst of them.
        Assert.InRange(measurement.Outcomes.Total, 1999, 2001);
        Assert.Equal(measurement.OfferedRate, measurement.Outcomes.Total);
        Assert.Equal(measurement.Outcomes.Total, HistogramText.Decode(measurement.Response!).Count);
    }

    [Fact]
    public async Task Arrivals_are_counted_that_the_pacing_thread_missed_at_the_end_of_the_window()
    {
        // Lanes go on, on the pacing thread, so an exchange that blocks keeps it: from the 200th of 500 until after the window.
        var calls = 0;
        var protocol = new FakeProtocol(_ =>
        {
            if (Interlocked.Increment(ref calls) == 200)
            {
                Thread.Sleep(800);
            }

            return ValueTask.CompletedTask;
        });

        var measurement = await RunAsync(protocol, rate: 1000, inFlight: 1, TimeSpan.FromSeconds(0.5));

        Assert.InRange(measurement.Outcomes.Total, 499, 501);
        Assert.Equal(measurement.Outcomes.Total, measurement.Outcomes.Completed);
        Assert.True(HistogramText.Decode(measurement.Response!).ValueAtQuantile(0.5) > 300_000_000);
    }

    [Fact]
    public async Task A_rate_beyond_the_pacing_thread_is_given_up_with_the_drain()
    {
        var protocol = new FakeProtocol(_ => ValueTask.CompletedTask);

        var measurement = await RunAsync(protocol, rate: 2e8, inFlight: 1, TimeSpan.FromSeconds(0.1), drain: TimeSpan.FromSeconds(0.1));

        // Due are 20,000,000; without the limit all were dispatched, in some 3 s on two 2026 server processors.
        Assert.InRange(measurement.Outcomes.Total, 0, 19_000_000);
    }

    [Fact]
    public async Task A_slow_exchange_never_moves_a_later_intended_start()
    {
        // Two exchanges at once of 20 ms each can answer 100 a second; 500 a second are offered.
        var protocol = new FakeProtocol(async token => await Task.Delay(20, token));

        var measurement = await RunAsync(protocol, rate: 500, inFlight: 2, TimeSpan.FromSeconds(1), drain: TimeSpan.FromSeconds(1));

        Assert.InRange(measurement.OfferedRate!.Value, 499, 501);
        Assert.True(measurement.AchievedRate < 200, $"achieved {measurement.AchievedRate}");
        Assert.True(measurement.Outcomes.NotSent > 0, "the backlog could not be worked off within the drain");
        Assert.Equal(measurement.OfferedRate, measurement.Outcomes.Total);
    }

    [Fact]
    public async Task An_exchange_that_times_out_is_counted_with_the_time_that_was_waited()
    {
        var protocol = new FakeProtocol(async token => await Task.Delay(System.Threading.Timeout.Infinite, token));

        var measurement = await RunAsync(
            protocol, rate: 20, inFlight: 8, TimeSpan.FromSeconds(0.5), timeout: TimeSpan.FromMilliseconds(100));

        Assert.Equal(measurement.Outcomes.Total, measurement.Outcomes.TimedOut);
        Assert.True(measurement.Outcomes.TimedOut >= 8, $"{measurement.Outcomes.TimedOut} timed out");
        Assert.True(HistogramText.Decode(measurement.Response!).Minimum >= 100_000_000);
    }

    [Fact]
    public async Task A_closed_loop_hides_the_very_stall_an_open_loop_shows()
    {
        var calls = 0;
        var protocol = new FakeProtocol(token => new ValueTask(Task.Delay(Interlocked.Increment(ref calls) == 10 ? 300 : 1, token)));
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, Exchange, openLoop: false, CancellationToken.None);

        var measurement = await LoopRun.UntilAsync(new ClosedLoop(lanes, Timeout), () => lanes.Completed >= 100, Timeout);

        var service = HistogramText.Decode(measurement.Service!);
        Assert.True(service.Maximum >= 290_000_000, "the stall itself is recorded");
        Assert.True(service.ValueAtQuantile(0.9) < 200_000_000, "but only once: coordinated omission");
        Assert.Equal(measurement.Service, measurement.Response);
    }

    private static async Task<Measurement> RunAsync(
        FakeProtocol protocol, double rate, int inFlight, TimeSpan window, TimeSpan? timeout = null, TimeSpan? drain = null)
    {
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, inFlight, Exchange, openLoop: true, CancellationToken.None);
        var schedule = new ArrivalSchedule(ArrivalLaw.Constant, rate, seed: 1);
        var loop = new OpenLoop(lanes, schedule, timeout ?? Timeout);
        return await LoopRun.ThroughAsync(loop, window, drain ?? Timeout);
    }
}
