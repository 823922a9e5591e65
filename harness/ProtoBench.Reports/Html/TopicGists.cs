using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>The answers in one line of sections that have more to say than a range from the best arm to the worst.</summary>
internal static class TopicGists
{
    /// <summary>What each carries, or who is best at the end of the sweep.</summary>
    public static string Sweep(IReadOnlyList<WorkloadFamily> families)
    {
        foreach (var workload in families.SelectMany(family => family.Workloads))
        {
            if (UsableCapacity.Of(workload) is { Count: > 0 } capacities)
            {
                var knees = LoadKnee.Of(workload).Where(knee => knee.Rate is not null)
                    .Select(knee => $"{knee.Arm} {NumberText.Of(knee.Rate!.Value, Quantity.PerSecond)}").ToList();
                return $"Usable capacity: {CapacityText.Of(capacities)}.{(knees.Count > 0 ? $" Knee: {string.Join(", ", knees)}." : "")}";
            }
        }

        // The last step tells what growing load or size has come to.
        var family = families[0];
        return RunGists.Range(
            [family with { Panels = [family.Panels[^1]] }], family.IsBulk ? Metrics.Goodput : Metrics.Throughput, Metrics.P50)
            .Replace(":", $", {family.Panels[^1].Title}:", StringComparison.Ordinal);
    }

    /// <summary>Delayed exchanges per packet that was sent again.</summary>
    public static string HeadOfLine(IReadOnlyList<WorkloadFamily> families)
    {
        var lines = families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells)
            .Select(cell => (cell.Arm, Line: Figures.HeadOfLine.Of(cell)?.PerPacket))
            .Where(one => one.Line is not null)
            .OrderBy(one => one.Line)
            .ToList();
        return lines.Count == 0
            ? "No packet was sent again."
            : $"A lost packet held up {Times(lines[0].Line!.Value)} exchanges ({lines[0].Arm}) to {Times(lines[^1].Line!.Value)} "
                + $"({lines[^1].Arm}).";
    }

    /// <summary>How the first arm's objects came.</summary>
    public static string Waterfall(IReadOnlyList<WorkloadFamily> families)
    {
        var cell = families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells).First(WaterfallCharts.Has);
        return $"{cell.Arm}: {WaterfallCharts.Words(cell)}.";
    }

    /// <summary>Throughput or goodput from the best arm to the worst.</summary>
    public static string Rate(IReadOnlyList<WorkloadFamily> families) => RunGists.Range(families, Metrics.Throughput, Metrics.Goodput);

    /// <summary>The longest that any exchange took, and when that was.</summary>
    public static string Time(IReadOnlyList<WorkloadFamily> families) =>
        Stall.Longest(families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells)) is { } stall
            ? $"The slowest exchange took {NumberText.Of(stall.Microseconds, Quantity.Microseconds)}: {stall.Cell.Arm}, trial "
                + $"{stall.Trial.Number}, {NumberText.Of(stall.Second * 1e6, Quantity.Microseconds)} into its window."
            : "Rates over time; latencies over time were not recorded.";

    private static string Times(double count) => NumberText.Of(count, Quantity.Factor).TrimEnd('×');
}
