using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>The top of the page: the question, the run, the machine, the most important conditions, and the way to each section.</summary>
internal static class HtmlMasthead
{
    // Conditions that most often explain a difference; the rest stands in its own section.
    private static readonly string[] Chips = ["TLS", "congestion control", "no-delay", "socket calls"];

    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        var (run, scenario) = (summary.Run, summary.Run.Plan.Scenario);
        using (html.Open("header", ("class", "mast")))
        {
            using (html.Open("p", ("class", "over")))
            {
                html.Element("b", "ProtoBench");
                html.Text($" · {run.Id}");
                html.Element("button", "◐", ("type", "button"), ("class", "theme"), ("aria-label", "Dark or light"), ("hidden", ""));
            }

            html.Element("h1", scenario.Title);
            if (scenario.Description.Length > 0)
            {
                html.Element("p", scenario.Description, ("class", "desc"));
            }

            if (summary.Parts.Count > 1)
            {
                html.Element(
                    "p",
                    $"{summary.Parts.Count} runs side by side: {string.Join(", ", summary.Parts.Select(part => part.Label))}.",
                    ("class", "desc"));
            }
            else
            {
                Facts(html, summary);
            }

            ConditionChips(html, Conditions.Of(run), scenario.Pinning is Pinning.Split, run.Fingerprint.Processors);
        }

        Contents(page);
    }

    private static void Facts(MarkupWriter html, RunSummary summary)
    {
        var (run, fingerprint) = (summary.Run, summary.Run.Fingerprint);
        var succeeded = summary.Cells.Sum(cell => cell.Succeeded.Count);
        using (html.Open("dl", ("class", "facts")))
        {
            Fact(html, "Started", run.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
            Fact(html, "Took", RunText.Length(summary.Length));
            Fact(html, "Trials", $"{succeeded} valid of {run.Plan.Trials.Count} planned");
            Fact(
                html,
                "Machine",
                $"{fingerprint.CpuModel}, {fingerprint.Processors} logical processors, "
                    + $"{NumberText.Of(fingerprint.MemoryBytes, Quantity.Bytes)}");
            Fact(html, "Software", $"{fingerprint.OperatingSystem}, kernel {fingerprint.Kernel}, {fingerprint.Runtime}");
            using (html.Open("div", ("class", "wide")))
            {
                html.Element("dt", "Command");
                using (html.Open("dd"))
                {
                    html.Element("code", run.Command);
                }
            }
        }
    }

    private static void Fact(MarkupWriter html, string name, string value)
    {
        using (html.Open("div"))
        {
            html.Element("dt", name);
            html.Element("dd", value);
        }
    }

    private static void ConditionChips(MarkupWriter html, Conditions conditions, bool pinned, int processors)
    {
        using (html.Open("ul", ("class", "chips"), ("aria-label", "Conditions")))
        {
            foreach (var name in Chips)
            {
                var shared = conditions.Shared.Where(fact => fact.Name == name).Select(fact => fact.Value).FirstOrDefault();
                if (shared is not null || conditions.Differing.Contains(name))
                {
                    Chip(html, name, shared ?? "differs by arm");
                }
            }

            Chip(html, "pinning", !pinned ? "none" : processors > 1 ? "split" : "none, one processor");
            Chip(html, "garbage collector", conditions.Asked.First(fact => fact.Name == "garbage collector").Value);
        }
    }

    private static void Chip(MarkupWriter html, string name, string value)
    {
        using (html.Open("li"))
        {
            html.Text(name + " ");
            html.Element("b", value);
        }
    }

    private static void Contents(ReportPage page)
    {
        var html = page.Html;
        using (html.Open("nav", ("class", "contents"), ("aria-label", "Contents")))
        {
            Link(html, "answer", "Answer");
            if (page.Summary.Parts.Count > 1)
            {
                Link(html, "runs", "Runs side by side");
            }

            Link(html, "overview", "Overview");
            Link(html, "why", "Why");
            foreach (var (id, title) in HtmlTopics.Of(page))
            {
                Link(html, id, title);
            }

            Link(html, "trust", "Not measured and notes");
            if (HtmlCertificates.Has(page))
            {
                Link(html, "certificates", "Link certificates");
            }

            Link(html, "conditions", "Conditions");
            Link(html, "cells", "All figures");
            Link(html, "method", "Method");
        }
    }

    private static void Link(MarkupWriter html, string anchor, string text)
    {
        html.Element("a", text, ("href", "#" + anchor));
        html.Line();
    }
}
