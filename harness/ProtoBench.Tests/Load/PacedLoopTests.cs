using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols.Http;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>Open loops that a connection's own thread paces, and what pacing costs.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class PacedLoopTests
{
    private static readonly Workload Exchange = new() { Name = "echo", RequestBytes = 10, ResponseBytes = 10 };
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task A_connection_with_a_thread_of_its_own_has_the_arrivals_started_there()
    {
        var paced = new ByHand();
        await using var connections = await ConnectionSet.ConnectAsync(paced.Protocol, paced.Protocol.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, Exchange, openLoop: true, CancellationToken.None);
        await using var loop = new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, 1e6, seed: 1), LoopRun.Limit);
        loop.Start();
        var pacer = Assert.IsAssignableFrom<IPacer>(paced.Pacer);
        Assert.Equal(0, paced.Exchanges);

        // A thousand are due. A turn starts so many that responses do not wait for it, and asks to be called again at once.
        pacer.Turn();
        PreciseSleep.Until(LoadClock.Now + 1_000_000);
        var before = paced.Exchanges;
        Assert.Equal(0, pacer.Turn());
        Assert.Equal(64, paced.Exchanges - before);

        var stopping = loop.StopAsync(TimeSpan.FromMilliseconds(20));
        while (pacer.Turn() != IPacer.Over)
        {
            Assert.False(stopping.IsCompleted);
        }

        await stopping.WaitAsync(LoopRun.Limit);
    }

    [Theory]
    [InlineData("http1", 4)]
    [InlineData("http2", 1)]
    public async Task A_lean_client_starts_every_arrival_once_and_counts_its_wait(string name, int open)
    {
        var protocol = name == "http1" ? HttpProtocol.Http1 : HttpProtocol.Http2;
        var settings = new EndpointSettings { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), Lean = true };
        await using var server = await protocol.ListenAsync(settings, CancellationToken.None);
        await using var connections = await ConnectionSet.ConnectAsync(
            protocol, settings with { EndPoint = server.EndPoint }, open, CancellationToken.None);
        Assert.All(connections.Slots, slot => Assert.IsAssignableFrom<IPacedConnection>(slot.Connection));
        var lanes = new LaneSet(connections, 4, Exchange, openLoop: true, CancellationToken.None);
        var loop = new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, 2000, seed: 1), LoopRun.Limit);

        var measurement = await LoopRun.SettledAsync(loop, () => Task.Delay(100), Window);

        Assert.Null(measurement.FirstFailure);
        Assert.Equal(2000 * Window.TotalSeconds, measurement.Outcomes.Completed);
        var response = HistogramText.Decode(measurement.Response!);
        var service = HistogramText.Decode(measurement.Service!);
        var pacing = HistogramText.Decode(measurement.PacingLateness!);
        Assert.Equal(measurement.Outcomes.Completed, pacing.Count);

        // Never early: a response takes at least what its exchange does.
        Assert.True(response.ValueAtQuantile(0.5) >= service.ValueAtQuantile(0.5));
        Assert.True(pacing.Minimum >= 0);
    }

    [Fact]
    public async Task Two_loops_share_the_thread_of_a_connection()
    {
        var settings = new EndpointSettings { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), Lean = true };
        await using var server = await HttpProtocol.Http2.ListenAsync(settings, CancellationToken.None);
        await using var connections = await ConnectionSet.ConnectAsync(
            HttpProtocol.Http2, settings with { EndPoint = server.EndPoint }, 1, CancellationToken.None);

        var both = await Task.WhenAll(RunAsync(connections, 300), RunAsync(connections, 700));

        Assert.Equal([300 * Window.TotalSeconds, 700 * Window.TotalSeconds], both.Select(one => (double)one.Outcomes.Completed));

        static Task<Measurement> RunAsync(ConnectionSet connections, double rate)
        {
            var lanes = new LaneSet(connections, 2, Exchange, openLoop: true, CancellationToken.None);
            return LoopRun.SettledAsync(
                new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, rate, seed: 1), LoopRun.Limit), () => Task.Delay(50), Window);
        }
    }

    private sealed class ByHand : IPacedConnection
    {
        public ByHand() => Protocol = new FakeProtocol(_ => ValueTask.CompletedTask, connect: () => this);

        public FakeProtocol Protocol { get; }

        public IPacer? Pacer { get; private set; }

        public int Exchanges { get; private set; }

        public ConnectionFacts Facts { get; } = new() { Protocol = "fake", Client = "test" };

        public void Pace(IPacer pacer) => Pacer = pacer;

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
        {
            Exchanges++;
            return ValueTask.CompletedTask;
        }

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a fake has no bulk streams");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>What pacing can do alone: exchanges that do nothing.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class PacingRateTests
{
    private const double Rate = 200_000;
    private const int Windows = 6;
    private const long Late = 50_000;

    [Fact]
    public async Task Exchanges_of_nothing_start_on_time_two_hundred_thousand_times_a_second()
    {
        // What else runs takes the processor for milliseconds now and then, so that the best of a few windows tells what pacing can do.
        var least = long.MaxValue;
        for (var i = 0; i < Windows && least > Late; i++)
        {
            least = Math.Min(least, await MedianLatenessAsync());
        }

        Assert.True(least <= Late, $"half of the exchanges were late by {least / 1e3} µs or more in each of {Windows} windows");
    }

    private static async Task<long> MedianLatenessAsync()
    {
        var window = TimeSpan.FromSeconds(0.5);
        var protocol = new FakeProtocol(_ => ValueTask.CompletedTask);
        await using var connections = await ConnectionSet.ConnectAsync(protocol, protocol.Settings, 1, CancellationToken.None);
        var workload = new Workload { Name = "echo" };
        var lanes = new LaneSet(connections, 1, workload, openLoop: true, CancellationToken.None);
        var loop = new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, Rate, seed: 1), LoopRun.Limit);

        var measurement = await LoopRun.SettledAsync(loop, () => Task.Delay(200), window);

        Assert.Equal(Rate * window.TotalSeconds, measurement.Outcomes.Completed);
        return HistogramText.Decode(measurement.SendLateness!).ValueAtQuantile(0.5);
    }
}
