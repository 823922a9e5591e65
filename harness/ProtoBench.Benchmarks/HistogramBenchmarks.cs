using BenchmarkDotNet.Attributes;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What recording and storing latencies costs. Recording is on the path of every exchange: at most 15 ns, nothing allocated.
/// </summary>
[MemoryDiagnoser]
public class HistogramBenchmarks
{
    private const int Values = 4_096;

    private readonly long[] _values = new long[Values];
    private readonly LatencyHistogram _histogram = new();
    private readonly LatencyHistogram _merged = new();
    private string _text = "";

    /// <summary>Latencies with a Pareto tail over 20 µs, so that buckets and branches are not predictable.</summary>
    [GlobalSetup]
    public void FillValues()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < Values; i++)
        {
            _values[i] = (long)Math.Min(20_000 * Math.Pow(random.NextPositive(), -1 / 1.2), 1e12);
            _histogram.Record(_values[i]);
        }

        _text = HistogramText.Encode(_histogram);
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void Record()
    {
        var histogram = _histogram;
        foreach (var value in _values)
        {
            histogram.Record(value);
        }
    }

    [Benchmark]
    public void Merge() => _merged.Add(_histogram);

    [Benchmark]
    public long[] Quantiles() => _histogram.Quantiles(0.5, 0.9, 0.99, 0.999, 0.9999);

    [Benchmark]
    public string Encode() => HistogramText.Encode(_histogram);

    [Benchmark]
    public long Decode() => HistogramText.Decode(_text).Count;
}
