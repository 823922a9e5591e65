using ProtoBench.Model.Plans;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>What failed on either side, as the first notes of a cell.</summary>
internal static class FailureNotes
{
    public static IEnumerable<string> Of(Cell cell, IReadOnlyList<ComparedFailures> failures) =>
        failures.Where(failure => failure.Any && !IsRepeated(failure, failures)).Select(failure => $"{cell.Id}: {failure.Shares()}.");

    /// <summary>Does it say no more than that exchanges timed out, because they failed in no other way?</summary>
    /// <param name="failures">One metric of a cell.</param>
    /// <param name="all">With the cell's others among them.</param>
    public static bool IsRepeated(ComparedFailures failures, IEnumerable<ComparedFailures> all) => failures.Metric == FailureMetric.Failures
        && all.FirstOrDefault(other => other.Cell.Id == failures.Cell.Id && other.Metric == FailureMetric.TimeOuts) is { } late
        && (late.BaseSum, late.NewSum) == (failures.BaseSum, failures.NewSum);

    /// <summary>
    /// The failures, where trials enough count. A cell that is not judged gets no verdict from its failures either, or a server that fails
    /// everything would be "worse" rather than not measured; that only one side failed is told all the same.
    /// </summary>
    public static IReadOnlyList<ComparedFailures> Judgeable(IReadOnlyList<ComparedFailures> failures, int judged, List<SuiteGap> gaps)
    {
        if (judged >= ComparisonRule.FewestPairs)
        {
            return failures;
        }

        gaps.AddRange(failures
            .Where(failure => failure.Any && failure.Metric.IsExpectedToBeNone && !IsRepeated(failure, failures))
            .Where(failure => failure.BaseSum.Failed == 0 || failure.NewSum.Failed == 0)
            .Select(failure => new SuiteGap(
                failure.Cell, failure.Metric.Key, failure.BaseSum.Failed == 0 ? GapKind.NotJudged : GapKind.Remark, failure.Shares())));
        return [];
    }
}
