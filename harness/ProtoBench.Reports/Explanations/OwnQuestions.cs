using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reports.Explanations;

/// <summary>Figures that only some kinds of workload have, and that are asked about beside or in place of latency and rate.</summary>
internal static class OwnQuestions
{
    /// <summary>Those of a workload: the figure that decides in place of the median, and what its kind wants explained beside it.</summary>
    public static IEnumerable<Metric> Of(Workload workload)
    {
        var kind = WorkloadCatalog.Of(workload.Kind);
        var keys = kind.AlsoExplained.Select(figure => figure.Key).ToList();
        return Metrics.Own(workload).Where(metric => metric.Key == kind.Decisive?.Key || keys.Contains(metric.Key));
    }
}
