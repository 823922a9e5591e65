using ProtoBench.Plans;

namespace ProtoBench.Comparisons;

/// <summary>What failed on either side, as the first notes of a cell.</summary>
internal static class FailureNotes
{
    public static IEnumerable<string> Of(Cell cell, IReadOnlyList<ComparedFailures> failures)
    {
        var late = failures.FirstOrDefault(failure => failure.Metric == FailureMetric.TimeOuts);
        foreach (var failure in failures.Where(failure => failure.Any))
        {
            // Where exchanges failed in no other way, that they timed out says it all.
            if (failure.Metric != FailureMetric.Failures || (failure.BaseSum, failure.NewSum) != (late?.BaseSum, late?.NewSum))
            {
                yield return $"{cell.Id}: {failure.Shares()}.";
            }
        }
    }
}
