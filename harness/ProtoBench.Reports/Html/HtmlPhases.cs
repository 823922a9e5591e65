using System.Globalization;
using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Html;

/// <summary>
/// Where the time of the user's requests goes: opening connections, sending, waiting, receiving; and each request by itself.
/// </summary>
internal static class HtmlPhases
{
    public static bool Has(WorkloadFamily family) =>
        family.Workloads.Any(workload => workload.Cells.Any(PhaseFigures.Any));

    public static void Write(ReportPage page, WorkloadFamily family)
    {
        foreach (var panel in family.Panels)
        {
            Phases(page, family, panel);
        }

        page.Html.Element(
            "p",
            "p50 / p99 over the trials that count; p99 is left out where a trial has fewer than a thousand. Connect and TLS are those of "
                + "every connection that the client opened in the trial, before the window too; where that are fewer than twenty, their "
                + "mean stands there, and a client's first ones also hold the compiling of its own code; fresh: true or reuse: 10 open "
                + "enough of them. QUIC's handshake holds TLS. Request sent counts from the start of the exchange until its last byte "
                + "was with the system (HTTP/2 and msquic: with HttpClient), first byte from then until the head of the response was read, "
                + "last byte from then to its end. Percentiles of parts do not add up to those of the whole.",
            ("class", "how"));
        foreach (var panel in family.Panels.Where(panel => NamesOf(panel).Count > 1))
        {
            Requests(page, family, panel);
        }
    }

    /// <summary>The largest part of the time, for the first arm that tells.</summary>
    public static string Gist(IReadOnlyList<WorkloadFamily> families)
    {
        foreach (var cell in families.SelectMany(family => family.Panels).SelectMany(panel => panel.Load.Cells))
        {
            var phases = PhaseFigures.Of(cell);
            var parts = PhaseFigures.Exchange.Where(phases.ContainsKey).Select(name => phases[name]).Where(one => one.Typical.IsShown);
            if (parts.MaxBy(one => one.Typical.Centre) is { } largest)
            {
                return $"{cell.Arm}: most of it is the {largest.Name}, {largest.Typical.Text} at p50.";
            }
        }

        return "Opening connections only; the phases of exchanges were not told.";
    }

    private static void Phases(ReportPage page, WorkloadFamily family, ReportPanel panel)
    {
        var html = page.Html;
        var cells = panel.Load.Cells.Select(cell => (Cell: cell, Phases: PhaseFigures.Of(cell))).ToList();
        var names = PhaseFigures.Opening.Concat(PhaseFigures.Exchange)
            .Where(name => cells.Any(one => one.Phases.ContainsKey(name))).ToList();
        if (names.Count == 0)
        {
            return;
        }

        var caption = $"Where the time goes: {family.Title}, {panel.Title}";
        using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", caption);
            page.Headings(["arm", "connections", .. names]);
            using (html.Open("tbody"))
            {
                foreach (var (cell, phases) in cells)
                {
                    using (html.Open("tr", page.OfArm(cell.Arm)))
                    {
                        page.ArmHeading(cell.Arm);
                        html.Element(
                            "td",
                            cell.Succeeded.Count == 0
                                ? CellText.Short(cell)
                                : PhaseFigures.Opened(cell).ToString("N0", CultureInfo.InvariantCulture));
                        foreach (var name in names)
                        {
                            html.Element("td", phases.TryGetValue(name, out var phase) ? phase.Text : Conditions.None);
                        }
                    }
                }
            }
        }
    }

    private static void Requests(ReportPage page, WorkloadFamily family, ReportPanel panel)
    {
        var html = page.Html;
        var caption = $"Each request: {family.Title}, {panel.Title}";
        using (page.Scroll(caption, page.OfLink(panel.Workload.Link)))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", caption);
            page.Headings("arm", "request", "as expected", "otherwise", "p50", "p99");
            using (html.Open("tbody"))
            {
                foreach (var cell in panel.Load.Cells.Where(cell => cell.Succeeded.Count > 0))
                {
                    foreach (var name in NamesOf(panel))
                    {
                        Row(page, cell, name);
                    }
                }
            }
        }
    }

    private static void Row(ReportPage page, CellSummary cell, string name)
    {
        var html = page.Html;
        var counts = cell.Succeeded.SelectMany(trial => trial.Measurement!.Answers?.Requests ?? []).Where(one => one.Name == name).ToList();
        var times = PhaseFigures.Of(
            name, cell.Succeeded, measurement => measurement.Answers?.Requests.FirstOrDefault(one => one.Name == name)?.Response);
        using (html.Open("tr", page.OfArm(cell.Arm)))
        {
            page.ArmHeading(cell.Arm);
            html.Element("td", name, ("class", "text"));
            html.Element("td", counts.Sum(one => one.Completed).ToString("N0", CultureInfo.InvariantCulture));
            html.Element("td", counts.Sum(one => one.Failed).ToString("N0", CultureInfo.InvariantCulture));
            html.Element("td", times?.Typical.Text ?? "n/a");
            html.Element("td", times?.P99.Text ?? "n/a");
        }
    }

    private static IReadOnlyList<string> NamesOf(ReportPanel panel) =>
    [
        .. panel.Load.Cells.SelectMany(cell => cell.Succeeded)
            .SelectMany(trial => trial.Measurement!.Answers?.Requests ?? []).Select(one => one.Name).Distinct(StringComparer.Ordinal),
    ];
}
