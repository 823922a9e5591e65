using BenchmarkDotNet.Attributes;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Benchmarks;

/// <summary>What an open loop pays for the next intended start.</summary>
[MemoryDiagnoser]
public class ArrivalBenchmarks
{
    private ArrivalSchedule _schedule = new(ArrivalLaw.Constant, 1, 1);

    [Params(ArrivalLaw.Constant, ArrivalLaw.Poisson)]
    public ArrivalLaw Law { get; set; }

    [GlobalSetup]
    public void Begin() => _schedule = new ArrivalSchedule(Law, 50_000, seed: 1);

    [Benchmark]
    public long Next() => _schedule.Next();
}
