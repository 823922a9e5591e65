using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads.Copies;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>Retries and hedges, over connections that do what a test says and over real ones.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CopiesLoopTests
{
    private static readonly CopyPolicy Hedge = new() { Hedges = true, After = TimeSpan.FromMilliseconds(5) };

    private static readonly CopyPolicy Resend = new() { After = TimeSpan.FromMilliseconds(5) };

    public static TheoryData<string, bool> Real
    {
        get
        {
            var ways = new TheoryData<string, bool>();
            foreach (var protocol in ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null))
            {
                ways.Add(protocol.Name, false);
                if (protocol.Traits.LeanOver(null))
                {
                    ways.Add(protocol.Name, true);
                }
            }

            return ways;
        }
    }

    /// <summary>Every first request waits until it is given up; what comes second is answered.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_given_up_is_sent_again(bool multiplexed)
    {
        var calls = 0;
        var protocol = new FakeProtocol(
            token => Interlocked.Increment(ref calls) % 2 == 1 ? new ValueTask(Task.Delay(-1, token)) : ValueTask.CompletedTask,
            multiplexed);
        var measured = await RunAsync(protocol, Resend, () => Volatile.Read(ref calls) >= 40);
        var figures = measured.Figures!;
        Assert.Equal((1, 0), (figures["copies-by-second"], figures["copies-failed"]));
        Assert.Equal(2, figures["copies-per-exchange"], 6);
        Assert.Equal(0, measured.Outcomes.Failed);
        Assert.InRange(HistogramText.Decode(measured.Response!).Minimum, 5_000_000, 1_000_000_000);
    }

    /// <summary>
    /// The first request of each exchange is answered when the next exchange has begun: its answer is counted and is no other exchange's.
    /// Of the last one nobody answers it, until it is given up.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_answer_counts_and_the_other_one_is_wasted(bool multiplexed)
    {
        var (calls, late) = (0, new TaskCompletionSource());
        var protocol = new FakeProtocol(
            token =>
            {
                if (Interlocked.Increment(ref calls) % 2 == 0)
                {
                    return ValueTask.CompletedTask;
                }

                var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Interlocked.Exchange(ref late, mine).TrySetResult();
                return new ValueTask(mine.Task.WaitAsync(token));
            },
            multiplexed);
        var measured = await RunAsync(protocol, Hedge, () => Volatile.Read(ref calls) >= 40, TimeSpan.FromSeconds(2));
        var figures = measured.Figures!;
        var completed = measured.Outcomes.Completed;
        Assert.Equal(calls, 2 * completed);
        Assert.Equal((1, 2), (figures["copies-by-second"], figures["copies-per-exchange"]));
        Assert.Equal((completed - 1) / (double)completed, figures["copies-wasted"], 9);
        Assert.Equal(0, measured.Outcomes.Failed);
    }

    [Fact]
    public async Task A_request_that_failed_is_sent_again_at_once()
    {
        var calls = 0;
        var protocol = new FakeProtocol(_ => Interlocked.Increment(ref calls) % 2 == 1
            ? ValueTask.FromException(new IOException("broken"))
            : ValueTask.CompletedTask);
        var measured = await RunAsync(
            protocol, Resend with { After = TimeSpan.FromSeconds(10) }, () => Volatile.Read(ref calls) >= 6);
        Assert.Equal(1, measured.Figures!["copies-by-second"]);
        Assert.Equal(0, measured.Outcomes.Failed);
    }

    [Fact]
    public async Task An_exchange_that_nobody_answers_ends_at_its_limit_and_is_counted()
    {
        var calls = 0;
        var protocol = new FakeProtocol(token =>
        {
            Interlocked.Increment(ref calls);
            return new ValueTask(Task.Delay(-1, token));
        });
        var measured = await RunAsync(protocol, Resend, () => Volatile.Read(ref calls) >= 5, TimeSpan.FromMilliseconds(50));
        Assert.Equal((0, measured.Outcomes.Total), (measured.Outcomes.Completed, measured.Outcomes.TimedOut));
        Assert.Equal(1, measured.Figures!["copies-failed"]);
        Assert.InRange(HistogramText.Decode(measured.Response!).Minimum, 50_000_000, 1_000_000_000);
    }

    /// <summary>Neither the time without an answer nor a connection that breaks tells that nothing was done.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_idempotent_is_not_sent_again_in_doubt(bool breaks)
    {
        var calls = 0;
        var protocol = new FakeProtocol(token =>
        {
            Interlocked.Increment(ref calls);
            return breaks ? ValueTask.FromException(new IOException("reset")) : new ValueTask(Task.Delay(-1, token));
        });
        var measured = await RunAsync(
            protocol, new CopyPolicy { Idempotent = false }, () => Volatile.Read(ref calls) >= 4, TimeSpan.FromMilliseconds(50));
        var figures = measured.Figures!;
        Assert.Equal((1, 1, 1), (figures["copies-per-exchange"], figures["copies-failed"], figures["copies-unknown"]));
        Assert.Equal(breaks ? measured.Outcomes.ConnectionLost : measured.Outcomes.TimedOut, measured.Outcomes.Total);
    }

    [Fact]
    public async Task What_is_not_idempotent_is_sent_again_where_nothing_was_begun()
    {
        var calls = 0;
        var protocol = new FakeProtocol(_ => Interlocked.Increment(ref calls) % 2 == 1
            ? ValueTask.FromException(new ConnectionEndedException("refused"))
            : ValueTask.CompletedTask);
        var measured = await RunAsync(protocol, new CopyPolicy { Idempotent = false }, () => Volatile.Read(ref calls) >= 6);
        Assert.Equal((1, 0), (measured.Figures!["copies-by-second"], measured.Figures["copies-unknown"]));
        Assert.Equal(0, measured.Outcomes.Failed);
    }

    /// <summary>
    /// The server works 2 ms for every request and a second one is sent after a quarter of that: each exchange has two, on whatever
    /// connections, all are answered, and the payload is checked on both sides.
    /// </summary>
    [Theory]
    [MemberData(nameof(Real))]
    public async Task Over_every_protocol_each_answer_finds_its_request(string name, bool lean)
    {
        var protocol = ProtocolCatalog.Find(name)!;
        using var identity = protocol.Traits.RequiresTls ? TlsIdentity.Create() : null;
        using var folder = new Trials.TemporaryFolder();
        var settings = new EndpointSettings
        {
            EndPoint = protocol.Traits.LocalOnly
                ? SocketPath.ToEndPoint(Path.Combine(folder.Path, "s"))
                : new IPEndPoint(IPAddress.Loopback, 0),
            Tls = identity,
            Lean = lean,
            ServerWork = TimeSpan.FromMilliseconds(2),
            VerifyContent = true,
        };
        await using var server = await protocol.ListenAsync(settings, CancellationToken.None);
        await using var connections = await ConnectionSet.ConnectAsync(
            protocol, settings with { EndPoint = server.EndPoint }, 1, CancellationToken.None);
        var (loop, exchange) = Create(connections, Hedge with { After = TimeSpan.FromMilliseconds(0.5) }, LoopRun.Limit);
        var measured = await LoopRun.UntilAsync(
            loop, () => exchange.Lanes.Sum(lane => lane.Tally.Counts.Sent - lane.Tally.Counts.Exchanges) >= 20, LoopRun.Limit);
        Assert.Equal(0, measured.Outcomes.Failed);
        Assert.Null(measured.FirstFailure);
        var figures = measured.Figures!;

        // A machine that stalls may have the answer before it sends a second request that is due.
        Assert.InRange(figures["copies-per-exchange"], 1.0001, 2);
        Assert.Equal(figures["copies-per-exchange"] - 1, figures["copies-wasted"], 6);
        Assert.All(exchange.Lanes, lane => Assert.Equal(0, lane.InFlight));
    }

    [Fact]
    public async Task An_exchange_allocates_nothing_once_it_is_warm()
    {
        // The timer does not run, so that nothing is learned of it and its queue stays empty.
        var policy = new CopyPolicy { Hedges = true, AfterQuantile = 0.95 };
        var protocol = new FakeProtocol(_ => ValueTask.CompletedTask);
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var exchange = new CopiedExchange(Of(policy), CancellationToken.None);
        var lanes = new LaneSet(connections, 1, Of(policy), openLoop: false, CancellationToken.None, own: exchange);
        exchange.Take(lanes, LoopRun.Limit);
        for (var i = 0; i < 2_000; i++)
        {
            await lanes.ExchangeAsync(lanes.Lanes[0], null);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            // Completed at once, so it stays on this thread.
            await lanes.ExchangeAsync(lanes.Lanes[0], null);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }

    private static Workload Of(CopyPolicy policy) => new() { Name = "w", Kind = "copies", Copies = policy };

    private static (ILoadLoop Loop, CopiedExchange Exchange) Create(ConnectionSet connections, CopyPolicy policy, TimeSpan limit)
    {
        var exchange = new CopiedExchange(Of(policy), CancellationToken.None);
        var lanes = new LaneSet(connections, 1, Of(policy), openLoop: false, CancellationToken.None, own: exchange);
        exchange.Take(lanes, limit);
        return (new CopiesLoop(new ClosedLoop(lanes, limit), exchange, connections, limit), exchange);
    }

    private static async Task<Measurement> RunAsync(
        FakeProtocol protocol, CopyPolicy policy, Func<bool> enough, TimeSpan? limit = null)
    {
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        return await LoopRun.UntilAsync(Create(connections, policy, limit ?? LoopRun.Limit).Loop, enough, LoopRun.Limit);
    }
}
