using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What a cell of two stored runs lacks.</summary>
internal static class RunGaps
{
    /// <summary>The trials of a cell that ended, whether they count or not.</summary>
    public static List<TrialResult> Ran(RunResult run, Cell cell) => [.. run.Trials.Where(trial => trial.CellId == cell.Id)];

    /// <param name="cell">In both runs.</param>
    /// <param name="before">The base.</param>
    /// <param name="after">The new run.</param>
    /// <param name="old">Trials of the base that count.</param>
    /// <param name="now">Trials of the new run that count.</param>
    public static SuiteGap? Of(Cell cell, RunResult before, RunResult after, int old, int now) =>
        CoverageGaps.Of(cell, Side("the base run", before, cell), Side("the new run", after, cell), Math.Min(old, now), "trials");

    /// <summary>Metrics that the base has in every trial that counts, and the new run in fewer than can be judged.</summary>
    public static IEnumerable<SuiteGap> Metrics(
        Cell cell, IReadOnlyList<ComparedMetric> compared, IReadOnlyList<TrialResult> old, IReadOnlyList<TrialResult> now) =>
        compared
            .Where(metric => metric.Base.Count == old.Count
                && metric.New.Count < (metric.Metric.SamplesNeeded > 0 ? ComparisonRule.FewestPairs : now.Count))
            .Select(metric => CoverageGaps.Lacking(cell, metric.Metric, metric.New.Count, now));

    private static SideCoverage Side(string name, RunResult run, Cell cell)
    {
        var ran = Ran(run, cell);
        return new SideCoverage
        {
            Side = name,
            Planned = run.Plan.Trials.Count(trial => trial.CellId == cell.Id),
            Ran = ran.Count,
            Counting = ran.Count(trial => trial is { Status: TrialStatus.Succeeded, Measurement: not null }),
            Lost = [.. ran.Where(trial => trial is not { Status: TrialStatus.Succeeded, Measurement: not null })],
        };
    }
}
