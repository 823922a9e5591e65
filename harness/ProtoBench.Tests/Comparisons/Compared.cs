using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Statistics;
using ProtoBench.Tests.Trials;

namespace ProtoBench.Tests.Comparisons;

/// <summary>Two measured sides made of numbers.</summary>
internal static class Compared
{
    /// <summary>One cell a protocol; its metrics all have the given logarithm of cost.</summary>
    public static ComparedSuite Suite(params (string Protocol, double Cost, double Error)[] cells) => new()
    {
        BaseLabel = "old",
        NewLabel = "young",
        Scenario = "test",
        Paired = true,
        ConfirmingShare = 2,
        FingerprintDifferences = [],
        Metrics = [.. cells.SelectMany(cell => Metrics(TrialPlans.Of(TrialPlans.Echo(cell.Protocol)).Cells[0], cell.Cost, cell.Error))],
        Notes = [],
    };

    private static IEnumerable<ComparedMetric> Metrics(Cell cell, double cost, double error) =>
        new[] { ComparableMetrics.Throughput, ComparableMetrics.P50 }.Select(metric => new ComparedMetric
        {
            Cell = cell,
            Metric = metric,
            Base = [100, 100, 100],
            New = [100 * Math.Exp(metric.LowerIsBetter ? cost : -cost)],
            Cost = new MeanEstimate(cost, error * error, 6, 7),
        });
}
