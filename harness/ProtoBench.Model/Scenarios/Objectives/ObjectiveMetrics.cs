using ProtoBench.Model.Text;

namespace ProtoBench.Model.Scenarios.Objectives;

/// <summary>Every figure that can have an objective, in the order reports tell them.</summary>
internal static class ObjectiveMetrics
{
    public static IReadOnlyList<ObjectiveMetric> All { get; } =
    [
        Time("p50", "Most that the median latency may be, such as 1 ms.", true),
        Time("p90", "Most that the 90th percentile may be.", true),
        Time("p99", "Most that the 99th percentile may be, such as 5 ms.", true),
        Time("p99.9", "Most that the 99.9th percentile may be.", true),
        new("throughput", Quantity.PerSecond, false, "Fewest exchanges per second, such as 5000/s.") { OfExchanges = true },
        new("goodput", Quantity.BytesPerSecond, false, "Least payload per second, such as 100 MB/s.") { OfExchanges = false },
        Share("failures", "Largest share of exchanges or streams that may end without their whole, right answer, time-outs included."),
        Share("time-outs", "Largest share of exchanges or streams that may have no answer in time."),
        Share("lost", "Largest share of a bulk transfer's datagrams that may not arrive."),
        Time("connect", "Most that opening a connection may typically take; of workloads with requests of your own.", null),
        Time("first-byte", "Most that the first byte of an answer may typically take; of workloads with requests of your own.", null),
        Time("client-cpu", "Most processor time of the client per exchange, or per MiB of bulk payload, such as 20 us.", null),
        Time("server-cpu", "The same of the server.", null),
        Size("client-peak", "Most resident memory that the client may reach, such as 200 MiB."),
        Size("server-peak", "The same of the server."),
        Size("wire", "Most bytes on an emulated link per exchange, or per MiB of bulk payload, both ways."),
    ];

    /// <summary>The metric with this key.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ObjectiveMetric Find(string key) =>
        All.FirstOrDefault(metric => metric.Key == key) ?? throw new ArgumentException($"no objective is about '{key}'", nameof(key));

    private static ObjectiveMetric Time(string key, string meaning, bool? ofExchanges) =>
        new(key, Quantity.Microseconds, true, meaning) { OfExchanges = ofExchanges };

    private static ObjectiveMetric Share(string key, string meaning) => new(key, Quantity.Share, true, meaning);

    private static ObjectiveMetric Size(string key, string meaning) => new(key, Quantity.Bytes, true, meaning);
}
