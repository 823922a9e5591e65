using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>
/// The first screen: the verdict, one chart with the arms in the order of the result, and the conditions in one line. Whatever else the run
/// answers follows below them.
/// </summary>
internal static class HtmlAnswer
{
    private const int LongestGist = 170;

    /// <summary>Longer answers are set smaller.</summary>
    private const int Long = 200;

    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        html.Element("h2", "Answer", ("class", "aside"));
        foreach (var warning in RunText.Warnings(summary))
        {
            html.Element("p", warning, ("class", "warn"));
        }

        var chart = HeadlineCharts.Of(page.Families, page.Palette);
        var first = Said(page).First;
        using (html.Open("div", ("class", chart is null ? "first bare-text" : "first")))
        {
            using (html.Open("div", ("class", "verdict")))
            {
                One(html, first);
            }

            if (chart is not null)
            {
                HtmlFigures.Headline(html, chart, page.Draw);
            }

            using (html.Open("div", ("class", "more")))
            {
                foreach (var sentence in first.Rest)
                {
                    html.Element("p", sentence, ("class", "rest"));
                }
            }
        }

        html.Element("p", ConditionsLine.Of(summary), ("class", "under"));
        HtmlVerdictTable.Write(page);
    }

    // A run over growing rates was asked up to which of them an arm keeps up; its latencies come second.
    private static (Verdict First, IReadOnlyList<Verdict> Others) Said(ReportPage page)
    {
        var verdicts = page.Summary.Verdicts;
        foreach (var family in page.Families.Take(1).Where(family => family.Links.Count == 1 && !family.SweepsPayload))
        {
            var capacities = UsableCapacity.Of(family.Workloads[0]);
            if (capacities.Any(capacity => capacity.Cell is not null))
            {
                return (new Verdict(
                    $"{family.Title}: up to which offered rate does each keep up?",
                    $"{CapacityText.Of(capacities)}.",
                    ["Carried: every trial of every step so far achieved 97 % of the offered rate, and p99 stayed within ten times that of "
                        + "the lightest step."]), verdicts);
            }
        }

        return (verdicts[0], [.. verdicts.Skip(1)]);
    }

    /// <summary>The answers that did not fit the first screen; null when there are none.</summary>
    public static PageSection? Others(ReportPage page)
    {
        var others = Said(page).Others;
        return others.Count == 0 ? null : new PageSection(
            "answers",
            others.Count == 1 ? "One more answer" : $"{others.Count} more answers",
            Shortened(Sentences.Ended((others[0].Scope.Length > 0 ? others[0].Scope + ": " : "") + others[0].Answer)),
            () => List(page.Html, others));
    }

    private static void List(MarkupWriter html, IReadOnlyList<Verdict> others)
    {
        using (html.Open("ul", ("class", "list")))
        {
            foreach (var verdict in others)
            {
                using (html.Open("li"))
                {
                    One(html, verdict);
                    foreach (var sentence in verdict.Rest)
                    {
                        html.Element("p", sentence, ("class", "rest"));
                    }
                }

                html.Line();
            }
        }
    }

    // The line that unfolds them all stays one or two lines long.
    private static string Shortened(string answer) => answer.Length <= LongestGist ? answer
        : string.Concat(answer.AsSpan(0, answer.LastIndexOf(' ', LongestGist)), " …");

    private static void One(MarkupWriter html, Verdict verdict)
    {
        if (verdict.Scope.Length > 0)
        {
            html.Element("p", verdict.Scope, ("class", "scope"));
        }

        using (html.Open("p", ("class", verdict.Answer.Length > Long ? "say long" : "say")))
        {
            Say(html, verdict.Answer);
        }
    }

    // Intervals are set lighter than what they belong to, and never broken over two lines.
    private static void Say(MarkupWriter html, string answer)
    {
        var rest = answer;
        while (rest.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 && rest.IndexOf(')', open) is var close and > 0)
        {
            html.Text(rest[..open]);
            html.Element("span", rest[open..(close + 1)].Replace(' ', '\u00A0').Replace("–", "\u2060–\u2060", StringComparison.Ordinal));
            rest = rest[(close + 1)..];
        }

        html.Text(rest);
    }
}
