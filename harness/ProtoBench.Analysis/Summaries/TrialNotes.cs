using System.Text.RegularExpressions;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>The notes of a cell's trials, those that say the same but for their numbers said once.</summary>
internal static partial class TrialNotes
{
    /// <summary>For example <c>Trials 4, 9 and 19: the rate was not steady after 0.6 s of warm-up.</c></summary>
    public static IEnumerable<string> Of(IReadOnlyList<TrialResult> trials) => trials
        .SelectMany(trial => trial.Notes.Select(note => (trial.Number, Note: note)))
        .GroupBy(entry => Numbers().Replace(entry.Note, "#"), StringComparer.Ordinal)
        .Select(
            group =>
                $"{Trials([.. group.Select(entry => entry.Number).Distinct()])}: "
                    + $"{Sentences.Ended(group.First().Note)}{Others(group.Select(entry => entry.Note))}");

    private static string Trials(IReadOnlyList<int> numbers) => numbers.Count == 1
        ? $"Trial {numbers[0]}"
        : $"Trials {string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";

    private static string Others(IEnumerable<string> notes) =>
        notes.Distinct(StringComparer.Ordinal).Skip(1).Any() ? " The others alike." : "";

    [GeneratedRegex(@"[0-9][0-9,.]*")]
    private static partial Regex Numbers();
}
