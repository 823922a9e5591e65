using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>What several runs side by side are, how they differ, and each arm from run to run. Nothing for a single run.</summary>
internal static class HtmlRuns
{
    public static void Write(MarkupWriter html, RunSummary summary)
    {
        html.Element("p", SideBySide.Drift, ("class", "warn"));
        Ledger(html, summary);
        html.Element("h3", "Known differences");
        foreach (var (run, differences) in RunDifferences.Of(summary.Parts))
        {
            Differences(html, $"{summary.Parts[0].Label} → {run.Label}", differences);
        }

        html.Element("h3", "From run to run");
        html.Element(
            "p",
            "Each figure with its ratio to the first run that has it, and that ratio's 95 % interval over trials. No order is claimed.",
            ("class", "sub"));
        Table(html, summary);
    }

    /// <summary>Which runs, when, where and by which command; trial numbers in this report are those of each run.</summary>
    public static void Ledger(MarkupWriter html, RunSummary summary)
    {
        using (html.Open("dl", ("class", "ledger")))
        {
            foreach (var part in summary.Parts)
            {
                using (html.Open("div"))
                {
                    html.Element("dt", part.Label);
                    using (html.Open("dd"))
                    {
                        html.Text(RunText.Origin(part) + " ");
                        html.Element("code", part.Run.Command);
                    }
                }
            }
        }
    }

    private static void Differences(MarkupWriter html, string runs, IReadOnlyList<string> differences)
    {
        if (differences.Count == 0)
        {
            html.Element("p", $"{runs}: none in the fingerprints and in what was asked for.", ("class", "sub"));
            return;
        }

        html.Element("p", $"{runs}:", ("class", "sub"));
        using (html.Open("ul"))
        {
            foreach (var difference in differences)
            {
                html.Element("li", difference);
            }
        }
    }

    private static void Table(MarkupWriter html, RunSummary summary)
    {
        using (html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Arms from run to run")))
        using (html.Open("table"))
        {
            using (html.Open("thead"))
            using (html.Open("tr"))
            {
                foreach (var title in (ReadOnlySpan<string>)["arm", "where", "figure"])
                {
                    html.Element("th", title, ("scope", "col"), ("class", "text"));
                }

                foreach (var part in summary.Parts)
                {
                    html.Element("th", part.Label, ("scope", "col"));
                }
            }

            using (html.Open("tbody"))
            {
                foreach (var comparison in RunComparison.Of(summary))
                {
                    Row(html, summary, comparison);
                }
            }
        }
    }

    private static void Row(MarkupWriter html, RunSummary summary, RunComparison comparison)
    {
        using (html.Open("tr"))
        {
            html.Element("th", comparison.Arm, ("scope", "row"));
            html.Element("td", comparison.Where, ("class", "text"));
            html.Element("td", comparison.Metric.Title, ("class", "text"));
            foreach (var part in summary.Parts)
            {
                html.Element("td", comparison.Runs.FirstOrDefault(run => run.Part == part.Label)?.Text ?? "–");
            }
        }

        html.Line();
    }
}
