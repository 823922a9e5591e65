using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>What is told of streams beside what is told of every exchange.</summary>
internal static class StreamTimes
{
    public static WorkloadTime First { get; } = new(
        "stream-first", "first message", "from before a stream was opened until the first message on it was read, of all streams");

    public static WorkloadTime Between { get; } = new(
        "stream-between", "between messages", "from reading one message until reading the next one on the same stream");

    public static IReadOnlyList<WorkloadTime> All { get; } = [First, Between];

    /// <summary>Those that were taken at all, as a measurement keeps them; null: none was.</summary>
    public static IReadOnlyDictionary<string, string>? Of(LatencyHistogram first, LatencyHistogram between)
    {
        var times = new Dictionary<string, string>();
        foreach (var (time, histogram) in new[] { (First, first), (Between, between) })
        {
            if (histogram.Count > 0)
            {
                times[time.Key] = HistogramText.Encode(histogram);
            }
        }

        return times.Count > 0 ? times : null;
    }
}
