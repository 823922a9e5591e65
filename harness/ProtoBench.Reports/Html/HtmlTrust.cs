using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>What has no figure and why, and what a reader should know about those that have one.</summary>
internal static class HtmlTrust
{
    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        using (html.Open("section", ("id", "trust")))
        {
            html.Element("h2", "Not measured and notes");
            html.Element(
                "p", "What has no figure and why, how well the load was kept, and what to know about the figures.", ("class", "sub"));
            Cells(html, summary);
            Trials(html, summary);
            HtmlLoadKept.Write(page);
            Notes(html, summary);
        }

        html.Line();
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
            foreach (var cell in missing)
            {
                Item(html, CellText.Short(cell), cell.Cell.Id, cell.Reason);
            }
        }
    }

    private static void Trials(MarkupWriter html, RunSummary summary)
    {
        html.Element("h3", "Trials that do not count");
        var bad = summary.Run.Trials.Where(trial => trial.Status is not TrialStatus.Succeeded).ToList();
        if (bad.Count == 0)
        {
            html.Element("p", "None: every trial that ran succeeded.", ("class", "sub"));
            return;
        }

        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var trial in bad)
            {
                var logs = trial.Logs is { } folder ? $" Logs: {folder}" : "";
                Item(
                    html,
                    trial.Status is TrialStatus.Invalid ? "invalid" : "failed",
                    $"Trial {trial.Number}: {trial.CellId}",
                    Sentences.Joined(trial.Reasons) + logs);
            }
        }
    }

    private static void Notes(MarkupWriter html, RunSummary summary)
    {
        html.Element("h3", "Notes on figures");
        var noted = summary.Cells.Where(cell => cell.Notes.Count > 0).ToList();
        if (noted.Count == 0)
        {
            html.Element("p", "None.", ("class", "sub"));
            return;
        }

        using (html.Open("ul", ("class", "reasons")))
        {
            foreach (var cell in noted)
            {
                Item(html, "note", cell.Cell.Id, string.Join(" ", cell.Notes));
            }
        }
    }

    private static void Item(MarkupWriter html, string badge, string what, string why)
    {
        using (html.Open("li"))
        {
            html.Element("span", badge, ("class", "badge"));
            html.Element("code", what);
            html.Element("p", why);
        }

        html.Line();
    }
}
