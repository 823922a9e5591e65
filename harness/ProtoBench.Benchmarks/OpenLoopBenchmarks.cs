using System.Net;
using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Benchmarks;

/// <summary>What an open loop does for an exchange beside the exchange itself. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class OpenLoopBenchmarks
{
    private const int MostInTurn = 64;

    private OpenLoop _loop = null!;

    // So many a second that every arrival is overdue: a turn then is as many of them as it may hold.
    [GlobalSetup]
    public async Task ConnectAsync()
    {
        var nothing = new Nothing();
        var connections = await ConnectionSet.ConnectAsync(nothing, nothing.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, new Workload { Name = "echo" }, openLoop: true, CancellationToken.None);
        _loop = new OpenLoop(lanes, new ArrivalSchedule(ArrivalLaw.Constant, 1e9, seed: 1), TimeSpan.FromSeconds(10));
        _loop.Start();
        _loop.Window.Open(TimeSpan.FromHours(1));
        while (_loop.Turn() != 0)
        {
        }
    }

    [GlobalCleanup]
    public ValueTask EndAsync() => _loop.DisposeAsync();

    /// <summary>Due, handed to its lane, done and recorded.</summary>
    [Benchmark(OperationsPerInvoke = MostInTurn)]
    public long StartAndRecord() => _loop.Turn();

    private sealed class Nothing : IProtocol, IPacedConnection
    {
        public string Name => "nothing";

        public string Description => "exchanges that are done at once";

        public ProtocolTraits Traits { get; } = new() { Multiplexed = true };

        public string? UnsupportedReason => null;

        public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

        public ConnectionFacts Facts { get; } = new() { Protocol = "nothing", Client = "nothing" };

        public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no server");

        public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IProtocolConnection>(this);

        public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no bulk streams");

        public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no bulk streams");

        // The benchmark comes to it itself.
        public void Pace(IPacer pacer)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
