using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Summaries;

/// <summary>One arm at one load point in several runs.</summary>
/// <param name="Where">Workload and load point, for example <c>echo, 1 in flight</c>.</param>
/// <param name="Arm">The arm without the runs' labels.</param>
/// <param name="Metric">What is compared.</param>
/// <param name="Runs">One per run that has the arm, in the order of the runs.</param>
internal sealed record RunComparison(string Where, string Arm, Metric Metric, IReadOnlyList<RunComparison.InRun> Runs)
{
    /// <summary>Every arm that at least two runs have, with the figures that decide; nothing is ranked.</summary>
    public static IEnumerable<RunComparison> Of(RunSummary summary) =>
        from workload in summary.Workloads
        from load in workload.Loads
        from arm in load.Cells.GroupBy(cell => cell.ArmInPart, StringComparer.Ordinal)
        from metric in Metrics.Headline(workload.Workload)
        let runs = InRuns(metric, arm)
        where runs.Count(run => run.Figure is not null) > 1
        select new RunComparison($"{workload.Title}, {load.Title}", arm.Key, metric, runs);

    private static List<InRun> InRuns(Metric metric, IEnumerable<CellSummary> arm)
    {
        var cells = arm.ToList();
        var first = cells.Select(cell => cell[metric]).FirstOrDefault(figure => figure is { IsComparable: true });
        return [.. cells.Select(cell => new InRun(cell.Part, cell[metric], RatioOf(cell[metric], first)))];
    }

    private static RatioInterval? RatioOf(Figure? figure, Figure? first) =>
        figure is { IsComparable: true } && first is not null && !ReferenceEquals(figure, first)
            ? RatioInterval.Of(figure.Values, first.Values)
            : null;

    /// <param name="Part">The run's label.</param>
    /// <param name="Figure">Null where the run has none.</param>
    /// <param name="Ratio">To the first run that has the figure, over trials; null for that one and where there is none.</param>
    internal sealed record InRun(string Part, Figure? Figure, RatioInterval? Ratio)
    {
        /// <summary>For example <c>24.1 µs</c>, <c>26.0 µs, 1.08× (1.02–1.14)</c> or <c>n/a</c>.</summary>
        public string Text => (Figure?.Text ?? "n/a") + (Ratio is { } ratio ? ", " + RatioText.Of(ratio.Ratio, ratio.Low, ratio.High) : "");
    }
}
