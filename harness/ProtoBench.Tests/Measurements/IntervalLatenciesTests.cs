using System.Text.Json;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class IntervalLatenciesTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_stall_shows_when_it_was_and_nowhere_else()
    {
        var set = new RecorderSet(openLoop: true);
        set.Begin(5 * Second, 15 * Second);
        for (var start = 5 * Second; start < 15 * Second; start += 100_000)
        {
            // Arrivals of the stall at 9 s wait until it is over.
            var end = start is >= 9 * Second and < 9_200_000_000 ? 9_200_000_000 : start + 50_000;
            set.ForThisThread.RecordOpen(ExchangeOutcome.Completed, start, start, end);
        }

        var intervals = set.Merge().Intervals;

        Assert.Equal(50, intervals.Count);
        Assert.Equal(100_000, intervals.Sum(interval => interval.Count));
        var stalled = Assert.Single(intervals, interval => interval.Maximum > 1_000);
        Assert.Equal((4, 4.2), (stalled.From, stalled.To));
        Assert.Equal(200_000, stalled.Maximum);
        Assert.InRange(stalled.P50!.Value, 97_000, 103_000);
        Assert.All(intervals.Except([stalled]), interval => Assert.InRange(interval.P99!.Value, 48.5, 50));
    }

    [Fact]
    public void Stretches_with_few_exchanges_are_taken_together_and_have_no_percentile_that_few_would_decide()
    {
        var set = new RecorderSet(openLoop: false);
        set.Begin(0, 10 * Second);
        for (var i = 0; i < 250; i++)
        {
            set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, i * 40_000_000L, (i * 40_000_000L) + 39_000_000);
        }

        var intervals = set.Merge().Intervals;

        Assert.InRange(intervals.Count, 5, 12);
        Assert.All(intervals, interval => Assert.True(interval is { Count: >= 20, P50: not null, P99: null, Maximum: 39_000 }));
        Assert.Equal((0, 10), (intervals[0].From, intervals[^1].To));
        Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Fact]
    public void Each_slice_is_a_stretch_and_more_than_fifty_are_taken_two_and_two()
    {
        var set = new RecorderSet(openLoop: false);
        set.Clock.StretchPerWindow = true;
        for (var slice = 0; slice < 120; slice++)
        {
            var start = slice * Second;
            set.Begin(start, start + (Second / 2));
            for (var i = 0; i < 100; i++)
            {
                set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start + i, start + i + (slice == 77 ? 9_000_000 : 10_000));
            }
        }

        var intervals = set.Merge().Intervals;

        Assert.InRange(intervals.Count, 5, 50);
        Assert.Equal(12_000, intervals.Sum(interval => interval.Count));
        var slow = Assert.Single(intervals, interval => interval.Maximum == 9_000);
        Assert.InRange(77, slow.From, slow.To);
    }

    [Fact]
    public void Recording_over_time_allocates_nothing()
    {
        var set = new RecorderSet(openLoop: false, prepared: 1);
        set.Begin(0, Second);
        var recorder = set.ForThisThread;
        recorder.RecordClosed(ExchangeOutcome.Completed, 0, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            recorder.RecordClosed(ExchangeOutcome.Completed, i * 100_000L, (i * 100_000L) + (i * 37));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000_000_007)]
    [InlineData(long.MaxValue)]
    public void Any_latency_has_a_place(long latency)
    {
        var intervals = new IntervalLatencies();
        for (var i = 0; i < 20; i++)
        {
            intervals.Record(49, latency);
        }

        var told = Assert.Single(intervals.Report([.. Enumerable.Range(0, 50).Select(i => ((double)i, i + 1.0))]));
        Assert.Equal(20, told.Count);
        Assert.Equal(latency / 1e3, told.Maximum, 1e-3 * Math.Max(1, latency / 1e9));
        if (latency is > 256 and < 100_000_000_000)
        {
            Assert.InRange(told.P50!.Value / (latency / 1e3), 0.96, 1.04);
        }
    }

    [Fact]
    public void Intervals_are_stored_and_trials_without_them_are_read()
    {
        var measurement = new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts(),
            WarmUp = new WarmUpOutcome(0, true),
            Intervals = [new LatencyInterval(0, 0.1, 50, 12.5, null, null, 77)],
        };
        var trial = new TrialResult
        {
            Number = 1,
            CellId = "echo",
            Repetition = 1,
            Status = TrialStatus.Succeeded,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 1,
            Measurement = measurement,
        };

        var text = JsonSerializer.Serialize(trial, ResultJson.Default.TrialResult);
        Assert.Equal(measurement.Intervals, JsonSerializer.Deserialize(text, ResultJson.Default.TrialResult)!.Measurement!.Intervals);

        var older = JsonSerializer.Serialize(
            trial with { Measurement = measurement with { Intervals = null } }, ResultJson.Default.TrialResult);
        Assert.DoesNotContain("intervals", older, StringComparison.OrdinalIgnoreCase);
        Assert.Null(JsonSerializer.Deserialize(older, ResultJson.Default.TrialResult)!.Measurement!.Intervals);
    }
}
