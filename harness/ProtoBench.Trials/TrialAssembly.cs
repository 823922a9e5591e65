using ProtoBench.Load.Workloads;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>Puts what a client measured into its trial's result. Pure.</summary>
internal static class TrialAssembly
{
    /// <summary>The result with the measurement, its key figures, and the status that <see cref="TrialChecks"/> gives it.</summary>
    public static TrialResult Judge(
        Cell cell,
        TrialResult result,
        Measurement measurement,
        TimeSpan? asked = null)
    {
        var together = WorkloadCatalog.Of(cell.Workload.Kind).SamplesOfOne(cell.Load);
        (measurement, var withheld) = OneWayChecks.Withhold(cell, measurement, result.Clocks);
        var judged = TrialChecks.Judge(cell, ServerNotes.WithFacts(result, measurement) with
        {
            Measurement = measurement,
            ResponseMicroseconds = Summary(measurement.Response, together),
            ServiceMicroseconds = Summary(measurement.Service, together),
            SendLatenessMicroseconds = Summary(measurement.SendLateness, together),
        }, asked);
        var paths = (result.Paths ?? []).SelectMany(path => path.Notes);
        return judged with { Notes = [.. judged.Notes, .. withheld, .. paths] };
    }

    private static LatencySummary? Summary(string? histogram, int together) =>
        histogram is null ? null : LatencySummaries.Of(HistogramText.Decode(histogram), together);
}
