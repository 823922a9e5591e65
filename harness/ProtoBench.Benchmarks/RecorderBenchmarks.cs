using BenchmarkDotNet.Attributes;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Benchmarks;

/// <summary>What a load loop pays for every exchange it records, the look-up of the thread's recorder included.</summary>
[MemoryDiagnoser]
public class RecorderBenchmarks
{
    private const int Exchanges = 4_096;

    private readonly RecorderSet _closed = new(openLoop: false);
    private readonly RecorderSet _open = new(openLoop: true);

    [Benchmark(OperationsPerInvoke = Exchanges)]
    public void RecordClosed()
    {
        for (var i = 0; i < Exchanges; i++)
        {
            _closed.ForThisThread.RecordClosed(ExchangeOutcome.Completed, i, i + 20_000 + (i * 37));
        }
    }

    [Benchmark(OperationsPerInvoke = Exchanges)]
    public void RecordOpen()
    {
        for (var i = 0; i < Exchanges; i++)
        {
            _open.ForThisThread.RecordOpen(ExchangeOutcome.Completed, i, i + 1_000, i + 20_000 + (i * 37));
        }
    }
}
