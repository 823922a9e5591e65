using BenchmarkDotNet.Attributes;
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
        // Nobody comes to the loop but the benchmark.
        var nothing = new Nothing(pacer => { });
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
}
