using System.Text.RegularExpressions;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// The notes of a cell's trials, those that say the same but for their numbers said once. That a rate was not steady is said of the whole
/// run, see <see cref="Unsteady"/>.
/// </summary>
internal static partial class TrialNotes
{
    private const int MostNamed = 4;

    /// <summary>For example <c>Trials 4, 9 and 19: 2 replies came late.</c></summary>
    public static IEnumerable<string> Of(IReadOnlyList<TrialResult> trials) => trials
        .SelectMany(trial => trial.Notes.Select(note => (trial.Number, Note: note)))
        .Where(entry => !IsUnsteady(entry.Note))
        .GroupBy(entry => Numbers().Replace(entry.Note, "#"), StringComparer.Ordinal)
        .Select(
            group =>
                $"{Trials([.. group.Select(entry => entry.Number).Distinct()])}: "
                    + $"{Sentences.Ended(group.First().Note)}{Others(group.Select(entry => entry.Note))}");

    /// <summary>
    /// For example <c>The rate was not yet steady when measuring began in 2 of 24 trials (http2 2 of 3): their first exchanges may be
    /// slower than later ones.</c> Null when it was steady in all.
    /// </summary>
    public static string? Unsteady(IReadOnlyList<CellSummary> cells)
    {
        var counts = cells.Where(cell => cell.Succeeded.Count > 0)
            .Select(cell => (cell.Arm, Unsteady: cell.Succeeded.Count(IsUnsteady), All: cell.Succeeded.Count))
            .GroupBy(cell => cell.Arm, StringComparer.Ordinal)
            .Select(arm => (Arm: arm.Key, Unsteady: arm.Sum(cell => cell.Unsteady), All: arm.Sum(cell => cell.All)))
            .ToList();
        var (unsteady, all) = (counts.Sum(arm => arm.Unsteady), counts.Sum(arm => arm.All));
        if (unsteady == 0)
        {
            return null;
        }

        var arms = counts.Where(arm => arm.Unsteady > 0).OrderByDescending(arm => arm.Unsteady).ToList();
        var named = string.Join(", ", arms.Take(MostNamed).Select(arm => $"{arm.Arm} {arm.Unsteady} of {arm.All}"));
        return $"The rate was not yet steady when measuring began in {unsteady} of {Plural.Of(all, "trial")} "
            + $"({named}{(arms.Count > MostNamed ? ", and others" : "")}): a longer warm-up would show whether that matters.";
    }

    /// <summary>How many trials that count were not steady yet when they were measured.</summary>
    public static int UnsteadyOf(IReadOnlyList<CellSummary> cells) => cells.Sum(cell => cell.Succeeded.Count(IsUnsteady));

    private static bool IsUnsteady(TrialResult trial) => trial.Measurement?.WarmUp is { Steady: false };

    private static bool IsUnsteady(string note) => note.StartsWith(WarmUpOutcome.NotSteady, StringComparison.Ordinal);

    private static string Trials(IReadOnlyList<int> numbers) => numbers.Count == 1
        ? $"Trial {numbers[0]}"
        : $"Trials {string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";

    private static string Others(IEnumerable<string> notes) =>
        notes.Distinct(StringComparer.Ordinal).Skip(1).Any() ? " The others alike." : "";

    [GeneratedRegex(@"[0-9][0-9,.]*")]
    private static partial Regex Numbers();
}
