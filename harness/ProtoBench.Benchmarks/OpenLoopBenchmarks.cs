using System.Net;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Benchmarks;

/// <summary>What an open loop does for an exchange beside the exchange itself. Nothing may be allocated.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Its cleanup ends the loop.
public class OpenLoopBenchmarks
#pragma warning restore CA1001
{
    private const int MostInTurn = 64;

    private OpenLoop _loop = null!;

    // So many a second that every arrival is overdue: a turn then is as many of them as it may hold.
    [GlobalSetup]
    public async Task ConnectAsync()
    {
        var nothing = new Nothing();
        var connections = await ConnectionSet.ConnectAsync(nothing, nothing.Settings, 1, CancellationToken.None);
        var lanes = new LaneSet(connections, 1, new Workload { Name = "echo" }, openLoop: true, CancellationToken.None, own: nothing);
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

    private sealed class Nothing : IProtocol, ILaneExchange
    {
        public string Name => "nothing";

        public string Description => "exchanges that are done at once";

        public ProtocolTraits Traits { get; } = new() { Multiplexed = true };

        public string? UnsupportedReason => null;

        public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

        public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
            throw new NotSupportedException("it has no server");

        public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IProtocolConnection>(DispatchProxy.Create<IPacedConnection, Unpaced>());

        public ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection) => ValueTask.CompletedTask;
    }

    /// <summary>A connection of which nothing is asked. The benchmark comes to the loop itself.</summary>
    public class Unpaced : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.ReturnType switch
        {
            { } type when type == typeof(ConnectionFacts) => new ConnectionFacts { Protocol = "nothing", Client = "nothing" },
            { } type when type == typeof(ValueTask) => ValueTask.CompletedTask,
            _ => null,
        };
    }
}
