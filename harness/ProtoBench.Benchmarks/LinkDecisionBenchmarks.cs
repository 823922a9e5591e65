using BenchmarkDotNet.Attributes;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What becomes of a packet of an emulated link. At 250,000 packets a second each has 4 µs for this, two system calls and two queues.
/// Nothing may be allocated.
/// </summary>
[MemoryDiagnoser]
public class LinkDecisionBenchmarks
{
    private const int Packets = 4_096;
    private const int PacketBytes = 1_500;

    // A packet lasts 12 µs at 1 Gbit/s: the queue neither stays empty nor overflows.
    private const double BitsPerSecond = 1e9;
    private const long GapNanoseconds = 12_500;

    private LinkModel _model = null!;
    private long _now;

    /// <summary>A delay alone, or everything that a profile can have.</summary>
    [Params(false, true)]
    public bool Everything { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        var delay = new DirectionProfile { Delay = TimeSpan.FromMilliseconds(20) };
        var up = !Everything ? delay : delay with
        {
            Jitter = new JitterProfile(JitterLaw.Pareto, TimeSpan.FromMilliseconds(2)),
            Loss = new BurstLoss(0.001, 0.2),
            Duplicate = 0.001,
            Corrupt = 0.001,
            BitsPerSecond = BitsPerSecond,
            Blackouts = [new Blackout(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10))],
        };
        var profile = new LinkProfile { Name = "benchmark", Title = "benchmark", Source = "invented", Up = up };
        _model = new LinkModel(profile, LinkDirection.Up, seed: 1);
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    public long Decide()
    {
        var sum = 0L;
        for (var i = 0; i < Packets; i++)
        {
            sum += _model.Decide(PacketBytes, _now += GapNanoseconds).Release;
        }

        return sum;
    }
}
