using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Figures;

/// <summary>
/// What is said to a reader who points at a figure: whose it is, its value, its interval, and on how many trials it rests.
/// </summary>
internal static class FigureTip
{
    /// <param name="arm">The arm's label.</param>
    /// <param name="figure">A figure that is shown.</param>
    /// <param name="where">What else the point stands for, such as <c>16 in flight</c>; null for nothing.</param>
    public static string Of(string arm, Figure figure, string? where = null)
    {
        return $"{arm}{(where is null ? "" : $", {where}")}\n{figure.Metric.Title} "
            + $"{figure.Text}\n{(figure.Trials.Count == 1 ? "no interval" : figure.IntervalClause)}\n{Trials(figure.Trials.Count)}";
    }

    /// <summary>For example <c>1 trial</c>, <c>5 trials</c>.</summary>
    public static string Trials(int count) => count == 1 ? "1 trial" : $"{count} trials";
}
