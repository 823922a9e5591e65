using System.Globalization;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// How often each side of a cell failed, trial by trial, before anything is decided. Trials that do not count are part of it: failing may
/// be why.
/// </summary>
internal sealed record ComparedFailures
{
    public required Cell Cell { get; init; }

    public required FailureMetric Metric { get; init; }

    /// <summary>One a trial that measured anything; in pairs the i-th belongs to the i-th of <see cref="New"/>.</summary>
    public required IReadOnlyList<FailureCount> Base { get; init; }

    public required IReadOnlyList<FailureCount> New { get; init; }

    public required bool Paired { get; init; }

    /// <summary>Smallest difference of shares that counts.</summary>
    public double Margin { get; init; } = FailureMetric.DefaultMargin;

    /// <summary>Does a rule of a policy ask for it? Otherwise it is looked at only where something failed.</summary>
    public bool Asked { get; init; }

    public FailureCount BaseSum => Sum(Base);

    public FailureCount NewSum => Sum(New);

    public bool Any => BaseSum.Failed + NewSum.Failed > 0;

    /// <summary>Every failure metric that both sides have, of trials in the order they ran.</summary>
    /// <param name="cell">Whose.</param>
    /// <param name="before">Of the base, also those that do not count.</param>
    /// <param name="after">Of the new side; in pairs as many.</param>
    /// <param name="paired">Does the i-th belong to the i-th?</param>
    public static IEnumerable<ComparedFailures> Of(
        Cell cell, IReadOnlyList<TrialResult> before, IReadOnlyList<TrialResult> after, bool paired)
    {
        foreach (var metric in FailureMetric.All)
        {
            var (old, now) = (before.Select(metric.Read).ToList(), after.Select(metric.Read).ToList());
            if (paired)
            {
                var whole = Enumerable.Range(0, old.Count).Where(i => old[i] is not null && now[i] is not null).ToList();
                (old, now) = ([.. whole.Select(i => old[i])], [.. whole.Select(i => now[i])]);
            }

            var failures = new ComparedFailures
            {
                Cell = cell,
                Metric = metric,
                Base = [.. old.OfType<FailureCount>()],
                New = [.. now.OfType<FailureCount>()],
                Paired = paired,
            };
            if (failures.Base.Count > 0 && failures.New.Count > 0)
            {
                yield return failures;
            }
        }
    }

    /// <summary>
    /// Both shares in words, such as <c>9 of 355 exchanges of the new side timed out (2.5 %), 0 of 360 of the base</c>; the worse side
    /// first.
    /// </summary>
    public string Shares()
    {
        var (before, after) = (BaseSum, NewSum);
        var noun = FailureMetric.Noun(Metric, Cell);
        return Share(after) >= Share(before)
            ? $"{after.Failed} of {after.Due} {noun} of the new side {Metric.Done} ({Text(Share(after))}), {before.Failed} of "
                + $"{before.Due} of the base ({Text(Share(before))})"
            : $"{before.Failed} of {before.Due} {noun} of the base {Metric.Done} ({Text(Share(before))}), {after.Failed} of "
                + $"{after.Due} of the new side ({Text(Share(after))})";
    }

    public static double Share(FailureCount count) => count.Due == 0 ? 0 : (double)count.Failed / count.Due;

    /// <summary>A share with two digits, such as <c>2.5 %</c> or <c>0.0012 %</c>.</summary>
    public static string Text(double share) => share <= 0
        ? "0 %"
        : ((double)(decimal)(share * 100)).ToString(share * 100 >= 10 ? "0" : share * 100 >= 1 ? "0.0" : "G2", CultureInfo.InvariantCulture)
            + " %";

    private static FailureCount Sum(IReadOnlyList<FailureCount> counts) =>
        new(counts.Sum(count => count.Failed), counts.Sum(count => count.Due));
}
