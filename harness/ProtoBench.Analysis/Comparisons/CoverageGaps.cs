using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// Finds what was planned and not measured. A comparison judges the trials that count; without this, a side that lost the others would be
/// judged by its survivors, or not at all. Pure.
/// </summary>
internal static class CoverageGaps
{
    // One-sided; with fewer trials lost on both sides, chance explains that the new side lost more.
    private const double LostMoreLevel = 0.05;

    /// <summary>What the trials of a cell leave unsaid, as one gap; null when both sides are whole.</summary>
    /// <param name="cell">Planned to run on both sides.</param>
    /// <param name="before">The base.</param>
    /// <param name="after">What is held against it.</param>
    /// <param name="judged">Trials on the side that has fewer, or pairs, that count for both.</param>
    /// <param name="unit"><c>trials</c> or <c>pairs</c>.</param>
    public static SuiteGap? Of(Cell cell, SideCoverage before, SideCoverage after, int judged, string unit)
    {
        var texts = new List<string>();
        if (judged < ComparisonRule.FewestPairs)
        {
            if (before.Lost.Count == before.Ran && before.Ran > 0 && after.Counting >= ComparisonRule.FewestPairs)
            {
                return new SuiteGap(
                    cell,
                    null,
                    GapKind.Remark,
                    $"only {after.Side} measured it, so it was not judged: {Losses(before, unit)}")
                { Crashed = before.Crashed };
            }

            // The side that crashed comes first, and of two the new one.
            foreach (var side in new[] { after, before }.OrderByDescending(side => side.Crashed))
            {
                if (side.Lost.Count > 0)
                {
                    texts.Add(Losses(side, unit));
                }
            }

            texts.AddRange(Missing(before, after, unit));
            if (texts.Count == 0 || judged > 0)
            {
                texts.Add($"{judged} {unit} count, and {ComparisonRule.FewestPairs} are needed");
            }
        }
        else
        {
            if (LostMore(before, after))
            {
                texts.Add($"{Losses(after, unit)}; {before.Side} lost "
                    + $"{(before.Lost.Count == 0 ? "none" : $"{before.Lost.Count} of {before.Ran}")}");
            }

            texts.AddRange(Missing(before, after, unit));
        }

        return texts.Count == 0
            ? null
            : new SuiteGap(cell, null, GapKind.NotMeasured, string.Join("; ", texts)) { Crashed = before.Crashed || after.Crashed };
    }

    /// <summary>A metric that the base has and the new side has not, or in too few trials.</summary>
    public static SuiteGap Lacking(Cell cell, ComparableMetric metric, int had, IReadOnlyList<TrialResult> after)
    {
        var fewest = after.Select(trial => trial.ResponseMicroseconds?.Count ?? 0).DefaultIfEmpty(0).Min();
        var why = metric.SamplesNeeded > 0
            ? $"it needs {metric.SamplesNeeded} exchanges in every trial, and one of the new side has {fewest}"
            : "the new side stood still";
        return new SuiteGap(
            cell, metric.Key, GapKind.NotMeasured, $"the base has it, the new side in {had} of {after.Count} trials: {why}");
    }

    private static bool LostMore(SideCoverage before, SideCoverage after) => after.Lost.Count > 0
        && (before.Lost.Count == 0 || FisherExactTest.UpperP(after.Lost.Count, after.Ran, before.Lost.Count, before.Ran) <= LostMoreLevel);

    private static string Losses(SideCoverage side, string unit)
    {
        var failed = side.Lost.All(trial => trial.Status == TrialStatus.Failed);
        var reasons = side.Lost.Select(trial => trial.Reasons).FirstOrDefault(reasons => reasons.Count > 0) ?? ["see the logs"];
        var reason = string.Join(", ", reasons.Select(Bare));
        return failed
            ? $"{side.Side} failed in {side.Lost.Count} of {side.Ran} {unit}, the first time: {reason}"
            : $"{side.Lost.Count} of {side.Ran} {unit} of {side.Side} do not count, the first: {reason}";
    }

    private static IEnumerable<string> Missing(SideCoverage before, SideCoverage after, string unit)
    {
        var sides = new[] { after, before }.Where(side => side.Missing > 0).ToList();
        return unit == "pairs" && sides.Count > 0
            ? [$"only {sides[0].Ran} of {sides[0].Planned} planned pairs were run"]
            : sides.Select(side => $"only {side.Ran} of {side.Planned} planned trials of {side.Side} were run");
    }

    // Reasons of failed pairs begin with the side, which the sentence says already.
    private static string Bare(string reason)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["base: ", "new: "])
        {
            if (reason.StartsWith(prefix, StringComparison.Ordinal))
            {
                return reason[prefix.Length..].TrimEnd('.');
            }
        }

        return reason.TrimEnd('.');
    }
}
