using System.Text.RegularExpressions;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>What has no figure and why, and what a reader should know about those that have one.</summary>
internal static partial class HtmlTrust
{
    /// <summary>More places than this are folded.</summary>
    private const int MostShown = 3;

    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        html.Element(
            "p", "What has no figure and why, how well the load was kept, and what to know about the figures.", ("class", "sub"));
        Cells(html, summary);
        Trials(html, summary);
        HtmlLoadKept.Write(page);
        Notes(html, summary);
    }

    /// <summary>What is missing, and why most of it is, in one line.</summary>
    public static string Gist(RunSummary summary)
    {
        var groups = Bad(summary);
        var missing = summary.Cells.Count(cell => cell.State is not CellState.Measured);
        var parts = new List<string>();
        parts.AddRange(missing > 0 ? [$"{Plural.Of(missing, "cell")} without figures"] : []);
        parts.AddRange(groups.Count > 0
            ? [$"{Plural.Of(groups.Sum(group => group.Trials.Count), "trial")} that do not count, most because {groups[0].Title}"]
            : []);
        parts.AddRange(TrialNotes.UnsteadyOf(summary.Cells) is > 0 and var unsteady
            ? [$"{Plural.Of(unsteady, "trial")} measured before the rate was steady"]
            : []);
        return parts.Count == 0 ? "Every trial that ran counts." : string.Join("; ", parts) + ".";
    }

    private static void Cells(MarkupWriter html, RunSummary summary)
    {
        html.Element("h3", "Cells without figures");
        var missing = summary.Cells.Where(cell => cell.State is not CellState.Measured).ToList();
        if (missing.Count == 0)
        {
            html.Element("p", "None: every cell of the plan has at least one valid trial.", ("class", "sub"));
            return;
        }

        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var group in missing.GroupBy(cell => (CellText.Short(cell), Remedies.Of([cell.Reason])?.Title ?? Alike(cell.Reason))))
            {
                var cause = Remedies.Of([group.First().Reason]);
                Item(
                    html,
                    group.Key.Item1,
                    cause is null ? group.First().Reason : Heading(cause.Title),
                    cause?.Remedy,
                    [.. group.Select(cell => cause is null ? cell.Cell.Id : $"{cell.Cell.Id}: {cell.Reason}")]);
            }
        }
    }

    private static void Trials(MarkupWriter html, RunSummary summary)
    {
        html.Element("h3", "Trials that do not count");
        var bad = Bad(summary);
        if (bad.Count == 0)
        {
            html.Element("p", "None: every trial that ran succeeded.", ("class", "sub"));
            return;
        }

        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var (title, remedy, trials) in bad)
            {
                Item(
                    html,
                    $"{trials.Count}×",
                    Heading(title),
                    remedy,
                    [.. trials.Select(trial => $"{(trial.Status is TrialStatus.Invalid ? "invalid" : "failed")} trial {trial.Number}, "
                        + $"{trial.CellId}: {Sentences.Joined(trial.Reasons)}{(trial.Logs is { } folder ? $" Logs: {folder}" : "")}")]);
            }
        }
    }

    // The most frequent cause first.
    private static List<(string Title, string? Remedy, List<TrialResult> Trials)> Bad(RunSummary summary) =>
    [
        .. summary.Run.Trials.Where(trial => trial.Status is not TrialStatus.Succeeded)
            .Select(trial => (Trial: trial, Cause: Remedies.Of(trial.Reasons)))
            .GroupBy(one => one.Cause?.Title ?? Alike(string.Join(" ", one.Trial.Reasons)), StringComparer.Ordinal)
            .Select(group => (
                group.First().Cause?.Title ?? (group.First().Trial.Reasons is [var reason, ..] ? reason : "no reason was given"),
                group.First().Cause?.Remedy,
                group.Select(one => one.Trial).ToList()))
            .OrderByDescending(group => group.Item3.Count),
    ];

    private static void Notes(MarkupWriter html, RunSummary summary)
    {
        html.Element("h3", "Notes on figures");
        var noted = summary.Cells.SelectMany(cell => cell.Notes.Select(note => (cell.Cell.Id, Note: note)))
            .GroupBy(one => Remedies.Of([one.Note])?.Title ?? Alike(one.Note), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ToList();
        if (noted.Count == 0)
        {
            html.Element("p", "None.", ("class", "sub"));
            return;
        }

        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var group in noted)
            {
                var cause = Remedies.Of([group.First().Note]);
                var title = cause is null ? group.First().Note : Heading(cause.Title);
                Item(html, $"{group.Count()}×", title, cause?.Remedy, [.. group.Select(one => $"{one.Id}: {one.Note}")]);
            }
        }
    }

    private static string Heading(string cause) => Sentences.Ended(char.ToUpperInvariant(cause[0]) + cause[1..]);

    private static string Alike(string sentence) => Numbers().Replace(sentence, "#");

    // A cause with what it was in each trial; many are folded.
    private static void Item(MarkupWriter html, string badge, string what, string? remedy, List<string> where)
    {
        using (html.Open("li"))
        {
            html.Element("span", badge, ("class", "badge"));
            html.Element("b", what);
            if (remedy is not null)
            {
                html.Element("p", remedy, ("class", "remedy"));
            }

            if (where.Count <= MostShown)
            {
                List(html, where);
            }
            else
            {
                using (html.Open("details", ("class", "where")))
                {
                    html.Element("summary", $"All {where.Count}");
                    List(html, where);
                }
            }
        }

        html.Line();
    }

    private static void List(MarkupWriter html, List<string> where)
    {
        using (html.Open("ul"))
        {
            foreach (var one in where)
            {
                html.Element("li", one);
            }
        }
    }

    [GeneratedRegex("[0-9][0-9,.]*")]
    private static partial Regex Numbers();
}
