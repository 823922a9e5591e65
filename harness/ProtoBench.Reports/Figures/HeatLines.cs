using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>Where the slowest exchange of a load point was, and what happened beside it, in a line.</summary>
internal static class HeatLines
{
    /// <summary>Empty where no trial kept its latencies over time in bands.</summary>
    public static IEnumerable<string> Of(LoadSummary load) =>
        HeatMaps.Shown(load) is { } stall ? [$"Over time: {HeatMaps.Sentence(stall)}"] : [];
}
