using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class RecorderSetTests
{
    [Fact]
    public void A_closed_loop_records_one_time_that_is_both_response_and_service()
    {
        var set = new RecorderSet(openLoop: false);

        set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start: 1_000, end: 1_500);

        var recorded = set.Merge();
        Assert.Same(recorded.Service, recorded.Response);
        Assert.Equal((1, 500), (recorded.Service.Count, recorded.Service.Maximum));
        Assert.Null(recorded.SendLateness);
    }

    [Fact]
    public void An_open_loop_records_response_from_the_intended_start_and_service_from_the_actual_one()
    {
        var set = new RecorderSet(openLoop: true);

        set.ForThisThread.RecordOpen(ExchangeOutcome.Completed, intendedStart: 1_000, actualStart: 1_200, end: 1_500);

        var recorded = set.Merge();
        Assert.Equal((500, 300, 200), (recorded.Response.Maximum, recorded.Service.Maximum, recorded.SendLateness!.Maximum));
    }

    [Fact]
    public void A_timed_out_exchange_stands_in_the_histogram_with_what_was_waited_and_other_failures_do_not()
    {
        var set = new RecorderSet(openLoop: true);

        set.ForThisThread.RecordOpen(ExchangeOutcome.TimedOut, 0, 10, 5_010);
        set.ForThisThread.RecordOpen(ExchangeOutcome.ConnectionLost, 0, 20, 30);
        set.ForThisThread.RecordOpen(ExchangeOutcome.BadResponse, 0, 30, 40);
        set.ForThisThread.Count(ExchangeOutcome.NotSent);

        var recorded = set.Merge();
        Assert.Equal((1, 5_010), (recorded.Response.Count, recorded.Response.Maximum));
        Assert.Equal((1, 5_000), (recorded.Service.Count, recorded.Service.Maximum));
        Assert.Equal(3, recorded.SendLateness!.Count);
        Assert.Equal(new OutcomeCounts { TimedOut = 1, ConnectionLost = 1, BadResponse = 1, NotSent = 1 }, recorded.Outcomes);
        Assert.Equal(4, recorded.Outcomes.Total);
    }

    [Fact]
    public void A_thread_keeps_its_recorder_even_when_it_visits_another_set()
    {
        var set = new RecorderSet(openLoop: false);
        var recorder = set.ForThisThread;

        Assert.Same(recorder, set.ForThisThread);
        Assert.NotSame(recorder, new RecorderSet(openLoop: false).ForThisThread);
        Assert.Same(recorder, set.ForThisThread);
    }

    [Fact]
    public void Nothing_is_lost_when_many_threads_record_at_once()
    {
        const int Threads = 8;
        const int Exchanges = 20_000;
        var set = new RecorderSet(openLoop: true);
        using var start = new Barrier(Threads);
        var threads = Enumerable.Range(1, Threads).Select(n => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Exchanges; i++)
            {
                set.ForThisThread.RecordOpen(ExchangeOutcome.Completed, i, i + n, i + (1_000 * n));
            }
        })).ToList();

        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        var recorded = set.Merge();
        Assert.Equal(Threads * Exchanges, recorded.Outcomes.Completed);
        Assert.Equal(Enumerable.Range(1, Threads).Sum(n => 1_000L * n * Exchanges), recorded.Response.Sum);
        Assert.Equal(Enumerable.Range(1, Threads).Sum(n => 999L * n * Exchanges), recorded.Service.Sum);
        Assert.Equal(Enumerable.Range(1, Threads).Sum(n => (long)n * Exchanges), recorded.SendLateness!.Sum);
    }

    [Fact]
    public async Task Asynchronous_loops_that_change_threads_lose_nothing()
    {
        var set = new RecorderSet(openLoop: false);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            for (var i = 0; i < 200; i++)
            {
                await Task.Yield();
                set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, 0, 7);
            }
        }));

        Assert.Equal((10_000, 70_000), (set.Merge().Service.Count, set.Merge().Service.Sum));
    }

    [Fact]
    public void A_prepared_recorder_is_not_allocated_at_the_first_exchange()
    {
        const int OneHistogram = 33_792 * sizeof(long);
        var prepared = new RecorderSet(openLoop: true, prepared: 1);
        var unprepared = new RecorderSet(openLoop: true);
        var before = GC.GetAllocatedBytesForCurrentThread();

        prepared.ForThisThread.Count(ExchangeOutcome.Completed);
        var between = GC.GetAllocatedBytesForCurrentThread();
        unprepared.ForThisThread.Count(ExchangeOutcome.Completed);

        Assert.True(between - before < 10_000, $"{between - before} bytes");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - between > 3 * OneHistogram);
        Assert.Equal(1, prepared.Merge().Outcomes.Completed);
    }

    [Fact]
    public void Recording_allocates_nothing_after_the_first_exchange()
    {
        var set = new RecorderSet(openLoop: true);
        set.ForThisThread.RecordOpen(ExchangeOutcome.Completed, 0, 1, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            set.ForThisThread.RecordOpen(ExchangeOutcome.Completed, i, i + 1, i + 50);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }
}
