using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Reports;
using ProtoBench.Trials;

namespace ProtoBench.Benchmarks;

/// <summary>What is done with every finished trial between two: the checks, and its line of trials.jsonl.</summary>
[MemoryDiagnoser]
public class TrialBenchmarks
{
    private TrialResult? _trial;
    private Cell? _cell;
    private string _line = "";

    [Params(LoopKind.Closed, LoopKind.Open)]
    public LoopKind Loop { get; set; }

    [GlobalSetup]
    public void Invent()
    {
        var scenario = SyntheticScenarios.Usual;
        var one = scenario with { Arms = [scenario.Arms[0]], Loads = [scenario.Loads.First(load => load.Loop == Loop)], Trials = 1 };
        var run = new SyntheticRun(one) { MostSamples = 100_000 }.Result();
        (_cell, _trial) = (run.Plan.Cells[0], run.Trials[0]);
        _line = WriteLine();
    }

    [Benchmark]
    public bool Judge() => TrialChecks.Judge(_cell!, _trial!).Status == TrialStatus.Succeeded;

    [Benchmark]
    public string WriteLine() => JsonSerializer.Serialize(_trial!, ResultJson.Default.TrialResult);

    [Benchmark]
    public int ReadLine() => JsonSerializer.Deserialize(_line, ResultJson.Default.TrialResult)!.Number;
}
