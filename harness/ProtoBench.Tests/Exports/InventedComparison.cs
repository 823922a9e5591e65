using ProtoBench.Analysis.Comparisons;

namespace ProtoBench.Tests.Exports;

/// <summary>A comparison with every verdict, and what a gate makes of it.</summary>
internal static class InventedComparison
{
    public static ComparisonReport Report(params IReadOnlyList<MetricComparison> metrics) => new()
    {
        BaseLabel = "git:main",
        NewLabel = "this | <b>build</b>",
        Scenario = "quick",
        Paired = true,
        FingerprintDifferences = [],
        Alpha = 0.01,
        Margin = 0.05,
        Seed = 1,
        Metrics = metrics.Count > 0
            ? metrics
            :
            [
                Metric("tcp", "p50", 50, 50.2, 1.004, 0.99, 1.02, ComparisonVerdict.Same),
                Metric("grpc", "p99", 885, 1057, 1.194, 1.151, 1.23, ComparisonVerdict.Slower),
                Metric("grpc", "throughput", 60_000, 48_000, 1.25, 1.2, 1.3, ComparisonVerdict.Slower),
                Metric("udp", "p50", 48, 40, 0.83, 0.8, 0.86, ComparisonVerdict.Faster),
                Metric("http2", "p99", 300, 320, 1.07, 0.9, 1.27, ComparisonVerdict.Inconclusive),
            ],
        Notes = ["http3 was not measured: 100 % of its trials failed,\nsee the logs"],
    };

    public static GateReport Gate()
    {
        var report = Report();
        return new GateReport
        {
            Policy = "ci/gates,v1:main.yaml",
            Outcome = GateOutcome.Slower,
            Findings =
            [
                .. report.Metrics.Select((metric, i) => new GateFinding
                {
                    Metric = metric,
                    Rule = $"{metric.Metric} of echo/*",
                    Line = 4 + i,
                    Outcome = metric.Verdict switch
                    {
                        ComparisonVerdict.Slower => GateOutcome.Slower,
                        ComparisonVerdict.Inconclusive => GateOutcome.Inconclusive,
                        _ => GateOutcome.Passed,
                    },
                }),
            ],
            Sentences = ["slower: 2 of 5 metrics", "grpc p99 is 19.4 % slower"],
            Comparison = report,
        };
    }

    public static MetricComparison Metric(
        string arm, string metric, double before, double after, double cost, double low, double high, ComparisonVerdict verdict) => new()
        {
            CellId = $"echo/{arm}/loopback/closed-1",
            CellName = arm,
            Metric = metric,
            Unit = metric == "throughput" ? "1/s" : "µs",
            LowerIsBetter = metric != "throughput",
            Base = before,
            New = after,
            CostRatio = cost,
            CostLow = low,
            CostHigh = high,
            Verdict = verdict,
            AdjustedP = 0.001,
            MinimalDetectableEffect = 0.12,
            Margin = 0.05,
            BaseTrials = 7,
            NewTrials = 7,
            Sentence = $"{arm} {metric}: {verdict}, cost × {cost} (95 % CI {low} to {high}): 100 % sure",
        };
}
