using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Html;

/// <summary>The questions of a run's page, in the order a reader asks them.</summary>
internal static class RunSections
{
    public static IReadOnlyList<PageSection> Of(ReportPage page)
    {
        var sections = new List<PageSection>();
        if (HtmlAnswer.Others(page) is { } answers)
        {
            sections.Add(answers);
        }

        if (page.Summary.Parts.Count > 1)
        {
            sections.Add(new PageSection(
                "runs", "Runs side by side", RunGists.Runs(page.Summary), () => HtmlRuns.Write(page.Html, page.Summary)));
        }

        sections.Add(new PageSection("overview", "Who is best where?", RunGists.Overview(page), () => HtmlOverview.Write(page)));
        if (HtmlOwnFigures.Of(page) is { } own)
        {
            sections.Add(own);
        }

        if (HtmlObjectives.Of(page) is { Count: > 0 } objectives)
        {
            sections.Add(new PageSection(
                "objectives", "Are the objectives met?", HtmlObjectives.Gist(objectives), () => HtmlObjectives.Write(page, objectives)));
        }

        var why = HtmlWhy.Of(page);
        sections.Add(new PageSection("why", "Why?", HtmlWhy.Gist(why), () => HtmlWhy.Write(page, why)));
        sections.AddRange(HtmlTopics.Of(page));
        sections.Add(new PageSection("trust", "Not measured and notes", HtmlTrust.Gist(page.Summary), () => HtmlTrust.Write(page)));
        if (HtmlCertificates.Has(page))
        {
            sections.Add(new PageSection(
                "certificates", "Link certificates", HtmlCertificates.Gist(page), () => HtmlCertificates.Write(page)));
        }

        var conditions = Conditions.Of(page.Summary.Run);
        sections.Add(new PageSection(
            "conditions", "Conditions", RunGists.Conditions(page.Summary, conditions), () => HtmlConditions.Write(page, conditions)));
        sections.Add(new PageSection("cells", "All figures", RunGists.Cells(page.Summary), () => HtmlCells.Write(page)) { Css = "cells" });
        sections.Add(new PageSection(
            "method", "Method", "What the words mean, and where the raw files are.", () => HtmlMethod.Write(page)));
        return sections;
    }
}
