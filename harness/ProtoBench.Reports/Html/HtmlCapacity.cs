using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>What each arm can carry, from a sweep over offered rates.</summary>
internal static class HtmlCapacity
{
    public static void Write(ReportPage page, WorkloadFamily family)
    {
        foreach (var workload in family.Workloads)
        {
            var capacities = UsableCapacity.Of(workload);
            if (capacities.Count > 0)
            {
                Table(page, workload, capacities);
            }
        }
    }

    private static void Table(ReportPage page, WorkloadSummary workload, IReadOnlyList<UsableCapacity> capacities)
    {
        var html = page.Html;
        var caption = $"Usable capacity: {workload.Title}";
        var knees = LoadKnee.Of(workload).ToDictionary(knee => knee.Arm);
        using (page.Scroll(caption, page.OfLink(workload.Link)))
        using (html.Open("table", ("class", "plain")))
        {
            html.Element("caption", caption);
            page.Headings(knees.Count > 0
                ? ["arm", "carries", "p99 there", "knee", "where it ends"]
                : ["arm", "carries", "p99 there", "where it ends"]);
            using (html.Open("tbody"))
            {
                foreach (var capacity in capacities.OrderByDescending(one => one.Cell?.Cell.Load.Rate ?? 0))
                {
                    using (html.Open("tr", page.OfArm(capacity.Arm)))
                    {
                        page.ArmHeading(capacity.Arm);
                        html.Element("td", CapacityText.Of(capacity));
                        html.Element("td", capacity.Cell?[Metrics.P99]?.Text ?? Conditions.None);
                        if (knees.TryGetValue(capacity.Arm, out var knee))
                        {
                            html.Element("td", KneeText.Of(knee), ("class", "text wrap"));
                        }

                        html.Element("td", capacity.EndsBecause, ("class", "text wrap"));
                    }
                }
            }
        }

        html.Element(
            "p",
            "The highest offered rate up to which every trial of every step achieved 97 % of it and p99 stayed within ten times that "
                + $"of the lightest step.{(knees.Count > 0 ? " " + KneeText.Meaning : "")}",
            ("class", "how"));
    }
}
