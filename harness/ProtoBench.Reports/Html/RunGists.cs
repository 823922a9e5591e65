using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Figures;

namespace ProtoBench.Reports.Html;

/// <summary>The answers of a run's sections in one line each, so that a folded page has already answered.</summary>
internal static class RunGists
{
    /// <summary>More names than this are counted.</summary>
    private const int MostNames = 3;

    /// <summary>Who is best, or not distinguishable from it, in how many places.</summary>
    public static string Overview(ReportPage page)
    {
        var rankings = page.Families.SelectMany(family => family.Panels)
            .Select(panel => panel.Load.Rank(Main(panel)))
            .Where(ranking => ranking is { IsDecidable: true, IsGiven: false })
            .ToList();
        if (rankings.Count == 0)
        {
            return "Nothing can be ranked: fewer than two arms have two trials that agree well enough.";
        }

        var among = rankings.SelectMany(ranking => ranking.Arms.Where(arm => arm.AmongBest).Select(arm => arm.Cell.Arm))
            .CountBy(arm => arm, StringComparer.Ordinal)
            .OrderByDescending(arm => arm.Value)
            .ToList();
        var names = among.Take(MostNames).Select(arm => $"{arm.Key} {(rankings.Count > 1 ? $"{arm.Value}×" : "")}".TrimEnd());
        var more = among.Count > MostNames ? $" and {among.Count - MostNames} more" : "";
        return $"Best or not distinguishable from it{(rankings.Count > 1 ? $", of {rankings.Count} comparisons" : "")}: "
            + $"{string.Join(", ", names)}{more}.";
    }

    /// <summary>From the best arm to the worst, at the first load point that has the figure.</summary>
    public static string Range(IEnumerable<WorkloadFamily> families, params ReadOnlySpan<Metric> metrics)
    {
        var panels = families.SelectMany(family => family.Panels.Select(panel => (Family: family, Panel: panel))).ToList();
        foreach (var metric in metrics)
        {
            foreach (var (family, panel) in panels.Where(one => !metric.IsGivenBy(one.Panel.Load.Load)))
            {
                var arms = ArmOrder.Of([.. panel.Load.Cells.Where(cell => cell[metric] is not null)], metric);
                if (arms.Count > 0)
                {
                    return $"{metric.Heading}{Where(family, panel, panels.Count)}: {arms[0][metric]!.Text} ({arms[0].Arm})"
                        + (arms.Count > 1 ? $" to {arms[^1][metric]!.Text} ({arms[^1].Arm})." : ".");
                }
            }
        }

        return metrics[^1] is { SamplesNeeded: > 1 and var needed, Title: var figure }
            ? $"No trial has the {needed} samples that a {figure} needs."
            : "No arm has the figure.";
    }

    /// <summary>How many cells, trials and figures there are to look up.</summary>
    public static string Cells(RunSummary summary) =>
        $"{Plural.Of(summary.Cells.Count, "cell")} and {Plural.Of(summary.Run.Trials.Count, "trial")}, each with its figures; sortable.";

    /// <summary>What the arms do not share.</summary>
    public static string Conditions(RunSummary summary, Conditions conditions)
    {
        var differing = conditions.Differing;
        var names = string.Join(", ", differing.Take(MostNames))
            + (differing.Count > MostNames ? $" and {differing.Count - MostNames} more" : "");
        var machine = summary.Run.Hosts is { Count: > 0 } hosts
            ? string.Join(", ", hosts.Select(host => $"{host.Role} on {host.Name}"))
            : $"{summary.Run.Fingerprint.OperatingSystem}, {summary.Run.Fingerprint.Runtime}";
        return conditions.Arms.Count == 0 ? $"{machine}. No connection was made."
            : differing.Count == 0 ? $"{machine}. Negotiated by every arm alike."
            : $"{machine}. Arms differ in {names}.";
    }

    /// <summary>How the runs beside each other differ.</summary>
    public static string Runs(RunSummary summary)
    {
        var differences = RunDifferences.Of(summary.Parts).Sum(run => run.Differences.Count);
        return differences == 0
            ? "No known difference in machine, software or scenario; drift of the machine between them is not ruled out."
            : $"{Plural.Of(differences, "known difference")} in machine, software or scenario.";
    }

    private static Metric Main(ReportPanel panel) => panel.Workload.IsBulk ? Metrics.Goodput
        : Metrics.Typical(panel.Workload.Workload) is var typical && panel.Load.Cells.Any(cell => cell[typical] is not null) ? typical
        : Metrics.Throughput;

    private static string Where(WorkloadFamily family, ReportPanel panel, int panels) =>
        panels == 1 ? "" : panel.Title == family.Title ? $", {family.Title}" : $", {family.Title}, {panel.Title}";
}
