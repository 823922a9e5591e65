using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Figures;

/// <summary>Knees in words.</summary>
internal static class KneeText
{
    /// <summary>What a knee is, for those who read of one.</summary>
    public const string Meaning = "Knee: the rate at which rate divided by mean response time is greatest; beyond it waiting grows by a "
        + "larger share than throughput.";

    /// <summary>For example <c>590/s (575/s–604/s)</c>, or why there is none.</summary>
    public static string Of(LoadKnee knee) => knee.End switch
    {
        KneeEnd.Found => Rate(knee.Rate!.Value) + (knee.Interval is { } interval ? $" ({Rate(interval.Low)}–{Rate(interval.High)})" : ""),
        KneeEnd.Above => $"above {Rate(knee.Highest!.Value)}",
        KneeEnd.Below => "below the lowest rate",
        KneeEnd.NoCurve => "none: its response times follow no one curve",
        _ => $"unknown: fewer than {PowerKnee.LeastPoints} rates were carried",
    };

    /// <summary>One line where a workload's rates have knees; none otherwise.</summary>
    public static IEnumerable<string> Lines(WorkloadSummary workload) => LoadKnee.Of(workload) is { Count: > 0 } knees
        ? [$"Knee of {workload.Title}: {string.Join("; ", knees.Select(knee => $"{knee.Arm} {Of(knee)}"))}. {Meaning}"]
        : [];

    private static string Rate(double rate) => NumberText.Of(rate, Quantity.PerSecond);
}
