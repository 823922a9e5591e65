using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ClosedLoopTests
{
    private static readonly Workload Exchange = new() { Name = "echo" };
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task As_many_exchanges_are_in_flight_as_were_asked_for()
    {
        var (calls, now, most) = (0, 0, 0);
        var protocol = new FakeProtocol(async token =>
        {
            Interlocked.Increment(ref calls);
            InterlockedMaximum(ref most, Interlocked.Increment(ref now));
            await Task.Delay(2, token);
            Interlocked.Decrement(ref now);
        });

        var measurement = await RunAsync(protocol, inFlight: 7, connections: 3, () => most >= 7 && calls >= 100);

        Assert.Equal(7, most);
        Assert.Equal(3, protocol.Connections);
        Assert.True(measurement.Outcomes.Completed > 7);
        Assert.Equal(0, measurement.Outcomes.Failed);
    }

    [Fact]
    public async Task Nothing_is_recorded_before_the_window_opens()
    {
        var protocol = new FakeProtocol(async token => await Task.Delay(1, token));
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 2, Exchange, openLoop: false, CancellationToken.None);
        await using var loop = new ClosedLoop(lanes, Timeout);

        loop.Start();
        while (loop.Progress.Events < 50)
        {
            await Task.Delay(5);
        }

        await loop.StopAsync(Timeout).WaitAsync(LoopRun.Limit);

        Assert.Equal(0, lanes.Recorders.Merge().Outcomes.Total);
        Assert.Equal(0, lanes.CompletedInWindow);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_connection_is_counted_opened_again_and_named(bool multiplexed)
    {
        var calls = 0;
        var protocol = new FakeProtocol(
            async token =>
            {
                await Task.Delay(1, token);
                if (Interlocked.Increment(ref calls) == 5)
                {
                    throw new IOException("the peer hung up");
                }
            },
            multiplexed);

        var measurement = await RunAsync(protocol, inFlight: 1, connections: 1, () => calls >= 10);

        Assert.Equal(1, measurement.Outcomes.ConnectionLost);
        Assert.Equal(2, protocol.Connections);
        Assert.Equal("the peer hung up", measurement.FirstFailure);
        Assert.Equal(calls - 1, measurement.Outcomes.Completed);
    }

    [Fact]
    public async Task A_wrong_response_is_counted_as_such()
    {
        var calls = 0;
        var protocol = new FakeProtocol(async token =>
        {
            Interlocked.Increment(ref calls);
            await Task.Delay(20, token);
            throw new BadResponseException("3 bytes instead of 64");
        });

        var measurement = await RunAsync(protocol, inFlight: 1, connections: 1, () => calls >= 3);

        Assert.Equal(calls, measurement.Outcomes.BadResponse);
        Assert.Equal(0, measurement.Outcomes.Completed);
    }

    [Fact]
    public async Task A_time_out_of_one_stream_leaves_a_multiplexed_connection_in_use()
    {
        var calls = 0;
        var protocol = new FakeProtocol(async token =>
            await Task.Delay(Interlocked.Increment(ref calls) == 5 ? System.Threading.Timeout.Infinite : 1, token));

        var measurement = await RunAsync(protocol, inFlight: 2, connections: 1, () => calls >= 20, TimeSpan.FromSeconds(3));

        Assert.Equal(1, measurement.Outcomes.TimedOut);
        Assert.Equal(1, protocol.Connections);
    }

    [Fact]
    public async Task An_answer_that_comes_after_its_exchange_was_given_up_is_a_time_out_and_no_other_exchange_meets_the_end()
    {
        var opened = new List<LateConnection>();
        var protocol = new FakeProtocol(_ => ValueTask.CompletedTask, multiplexed: false, () =>
        {
            var connection = new LateConnection(late: opened.Count == 0);
            opened.Add(connection);
            return connection;
        });

        var measurement = await RunAsync(
            protocol, inFlight: 1, connections: 1, () => opened.Count > 1 && opened[^1].Exchanges >= 20, TimeSpan.FromSeconds(1));

        Assert.Equal(1, opened[0].Exchanges);
        Assert.Equal(1, measurement.Outcomes.TimedOut);
        Assert.Equal(0, measurement.Outcomes.ConnectionLost);
        Assert.Equal(opened[1].Exchanges, measurement.Outcomes.Completed);
    }

    [Fact]
    public async Task A_loop_ends_when_its_last_exchange_times_out()
    {
        var calls = 0;
        var protocol = new FakeProtocol(async token =>
        {
            Interlocked.Increment(ref calls);
            await Task.Delay(System.Threading.Timeout.Infinite, token);
        });

        var measurement = await RunAsync(protocol, inFlight: 1, connections: 1, () => calls >= 3, TimeSpan.FromMilliseconds(100));

        Assert.True(measurement.Outcomes.TimedOut > 0);
        Assert.Equal(0, measurement.Outcomes.Completed);
    }

    [Fact]
    public async Task A_fresh_workload_opens_a_connection_for_every_exchange()
    {
        var protocol = new FakeProtocol(async token => await Task.Delay(5, token));
        await using var set = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(set, 1, Exchange with { Fresh = true }, openLoop: false, CancellationToken.None);

        var measurement = await LoopRun.UntilAsync(new ClosedLoop(lanes, Timeout), () => lanes.Completed >= 5, Timeout);

        Assert.Equal(lanes.Completed, measurement.Outcomes.Completed);
        Assert.Equal(1 + lanes.Completed, protocol.Connections);
    }

    [Fact]
    public async Task A_bug_in_a_protocol_is_not_counted_as_a_failed_exchange()
    {
        var calls = 0;
        var protocol = new FakeProtocol(_ =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("a bug");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(protocol, inFlight: 1, connections: 1, () => calls > 0));
    }

    // An exchange of a late one completes, but only when it was given up; what follows would find its connection shut down.
    private sealed class LateConnection(bool late) : IBlockingConnection
    {
        private readonly ManualResetEventSlim _givenUp = new();
        private int _exchanges;

        public int Exchanges => Volatile.Read(ref _exchanges);

        public ConnectionFacts Facts { get; } = new() { Protocol = "fake", Client = "test" };

        public void Exchange(ReadOnlySpan<byte> request, int responseBytes)
        {
            Interlocked.Increment(ref _exchanges);
            if (_givenUp.IsSet)
            {
                throw new IOException("shut down");
            }

            if (late)
            {
                Assert.True(_givenUp.Wait(LoopRun.Limit), "nobody gave it up");
            }
            else
            {
                Thread.Sleep(1);
            }
        }

        public void GiveUp() => _givenUp.Set();

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it blocks");

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask DisposeAsync()
        {
            _givenUp.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private static async Task<Measurement> RunAsync(
        FakeProtocol protocol, int inFlight, int connections, Func<bool> enough, TimeSpan? timeout = null)
    {
        await using var set = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, connections, CancellationToken.None);
        var lanes = new LaneSet(set, inFlight, Exchange, openLoop: false, CancellationToken.None);
        return await LoopRun.UntilAsync(new ClosedLoop(lanes, timeout ?? Timeout), enough, Timeout);
    }

    private static void InterlockedMaximum(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
