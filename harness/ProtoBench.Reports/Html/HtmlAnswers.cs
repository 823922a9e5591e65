using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Html;

/// <summary>What came back for the user's requests: statuses, lengths, and what the server did to its connections.</summary>
internal static class HtmlAnswers
{
    public static bool Has(WorkloadFamily family) =>
        family.Workloads.Any(workload => workload.Cells.Any(cell => cell.Cell.Workload.Requests is not null))
        || family.Workloads.Any(workload => workload.Cells.Any(cell => AnswerSummary.Of(cell.Succeeded) is not null));

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        var html = page.Html;
        foreach (var panel in family.Panels)
        {
            var caption = $"Answers: {family.Title}, {panel.Title}";
            using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
            using (html.Open("table", ("class", "plain")))
            {
                html.Element("caption", caption);
                page.Headings("arm", "statuses", "as expected", "otherwise", "mean body", "connections the server ended");
                using (html.Open("tbody"))
                {
                    foreach (var cell in panel.Load.Cells)
                    {
                        Row(page, cell);
                    }
                }
            }
        }

        html.Element(
            "p",
            "Counts are those of all trials that measured, the invalid ones included, for exchanges that began inside the window. Bodies "
                + "are counted as they came, before any decompression. Redirects are not followed. Connections that a server ends, as most "
                + "do after so many requests or so much time, are opened again; what met the end on its way is sent again and counted.",
            ("class", "how"));
    }

    /// <summary>The answer in one line.</summary>
    public static string Gist(IReadOnlyList<WorkloadFamily> families)
    {
        var answers = families.SelectMany(family => family.Workloads).SelectMany(workload => workload.Cells)
            .Select(cell => AnswerSummary.Of(cell.Succeeded)).OfType<AnswerSummary>().ToList();
        var (completed, failed) = (answers.Sum(one => one.Completed), answers.Sum(one => one.Failed));
        var statuses = answers.SelectMany(one => one.Statuses).Select(one => one.Status).Distinct().Order().ToList();
        return answers.Count == 0
            ? "No valid trial has answers; what came is listed."
            : $"{Whole(completed)} responses as expected{(failed > 0 ? $", {Whole(failed)} exchanges that ended otherwise" : "")}; "
                + $"{(statuses.Count == 1 ? "status" : "statuses")} {string.Join(", ", statuses)}.";
    }

    private static void Row(ReportPage page, CellSummary cell)
    {
        var html = page.Html;
        using (html.Open("tr", page.OfArm(cell.Arm)))
        {
            page.ArmHeading(cell.Arm);
            if (AnswerSummary.Of(page.TrialsOf(cell)) is not { } came)
            {
                html.Element("td", CellText.Short(cell), ("colspan", "5"), ("class", "text"));
                return;
            }

            html.Element("td", came.StatusText, ("class", "text"));
            html.Element("td", Whole(came.Completed));
            html.Element("td", Whole(came.Failed));
            html.Element("td", came.BodyBytes is { } bytes ? NumberText.Of(bytes, Quantity.Bytes) : Conditions.None);
            html.Element(
                "td",
                came.Endings.Count == 0 ? "none" : string.Join("; ", came.Endings.Select(Ended)),
                ("class", "text"));
        }
    }

    private static string Ended(ConnectionEnding ending) =>
        $"{Whole(ending.Count)} ({ending.How}), opened again in {NumberText.Of(ending.ReconnectMicroseconds, Quantity.Microseconds)} each"
            + (ending.Repeated > 0 ? $", {Plural.Of(ending.Repeated, "request")} sent again" : "");

    private static string Whole(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
