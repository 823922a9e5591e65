using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Explanations;

namespace ProtoBench.Reports.Html;

/// <summary>What explains each large difference, from what the trials recorded; and where that does not suffice.</summary>
internal static class HtmlWhy
{
    /// <summary>Tables beyond this many are folded.</summary>
    private const int MostShown = 3;

    /// <summary>Every large difference of the run with what explains it.</summary>
    public static IReadOnlyList<Question> Of(ReportPage page) =>
    [
        .. page.Families.SelectMany(family => family.Panels.SelectMany(panel => Explainer.Of(panel)
            .Select(found => new Question(family, panel, found.Metric, found.Best, found.Explanations)))),
    ];

    /// <summary>What explains most of the differences, in one line.</summary>
    public static string Gist(IReadOnlyList<Question> questions)
    {
        var all = questions.SelectMany(question => question.Explanations).ToList();
        if (all.Count == 0)
        {
            return "No arm is behind the best by half or more, so there is nothing to explain.";
        }

        var explained = all.Where(one => one.Outcome is ExplanationOutcome.Explained).ToList();
        var causes = explained.SelectMany(one => one.Causes).CountBy(cause => cause, StringComparer.Ordinal)
            .OrderByDescending(cause => cause.Value).Take(2).Select(cause => $"{cause.Key} ({cause.Value})");
        return $"{explained.Count} of {Plural.Of(all.Count, "large difference")} explained"
            + (explained.Count > 0 ? $", most by {string.Join(" and ", causes)}." : ".");
    }

    public static void Write(ReportPage page, IReadOnlyList<Question> tables)
    {
        var html = page.Html;
        if (tables.Count == 0)
        {
            html.Element(
                "p",
                "No arm is behind the best by half or more with the trials to show it, so there is nothing to explain.",
                ("class", "sub"));
            return;
        }

        html.Element(
            "p",
            "Every arm that is behind the best by half or more, and what was recorded in the same trials that goes with it. "
                + "Evidence that accounts for at least 60 % of a difference explains it; from 30 % on, in part.",
            ("class", "sub"));
        foreach (var table in tables.Take(MostShown))
        {
            Table(page, table);
        }

        if (tables.Count > MostShown)
        {
            using (html.Open("details", ("class", "fold")))
            {
                html.Element("summary", $"The other {tables.Count - MostShown} of {tables.Count}");
                foreach (var table in tables.Skip(MostShown))
                {
                    Table(page, table);
                }
            }
        }
    }

    private static void Table(ReportPage page, Question question)
    {
        var html = page.Html;
        var where = page.Families.Count > 1 || question.Family.Panels.Count == 1
            ? $"{question.Family.Title}, {question.Panel.Title}"
            : question.Panel.Title;
        using (html.Open("div", ("class", "part"), page.Of(question.Family)))
        using (page.Scroll(
            $"Why: {question.Metric.Title}, {question.Family.Title}, {question.Panel.Title}",
            page.OfLink(question.Panel.Workload.Link),
            page.Of(question.Metric)))
        using (html.Open("table", ("class", "plain why")))
        {
            html.Element("caption", $"{question.Metric.Heading}: {where}");
            page.Headings($"behind {question.Best}", "by", "explained by", "evidence");
            using (html.Open("tbody"))
            {
                foreach (var explanation in question.Explanations)
                {
                    using (html.Open("tr", page.OfArm(explanation.Arm)))
                    {
                        page.ArmHeading(explanation.Arm);
                        html.Element("td", explanation.Claim, ("class", "text wrap"));
                        html.Element(
                            "td",
                            Outcome(explanation),
                            ("class", explanation.Outcome is ExplanationOutcome.NotExplained ? "text wrap open" : "text wrap cause"));
                        html.Element("td", string.Join(" ", explanation.Sentences), ("class", "text wrap"));
                    }
                }
            }
        }

        html.Line();
    }

    private static string Outcome(Explanation explanation) => explanation.Outcome switch
    {
        ExplanationOutcome.Explained => string.Join(", ", explanation.Causes),
        ExplanationOutcome.InPart => $"in part: {string.Join(", ", explanation.Causes)}",
        _ => "not explained",
    };

    internal sealed record Question(
        WorkloadFamily Family, ReportPanel Panel, Metric Metric, string Best, IReadOnlyList<Explanation> Explanations);
}
