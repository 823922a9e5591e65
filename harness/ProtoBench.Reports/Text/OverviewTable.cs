using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports.Text;

/// <summary>One table of the overview: arms by links, payloads, load points or figures.</summary>
/// <param name="Caption">What its figures are.</param>
/// <param name="Metric">The figure all columns show; null where columns are figures.</param>
/// <param name="Columns">In the order they stand.</param>
internal sealed record OverviewTable(string Caption, Metric? Metric, IReadOnlyList<OverviewTable.Column> Columns)
{
    /// <summary>A column with its ranking.</summary>
    /// <param name="Title">Its heading.</param>
    /// <param name="Panel">Where its figures come from.</param>
    /// <param name="Ranking">Its figures in order.</param>
    internal sealed record Column(string Title, ReportPanel Panel, Ranking Ranking);

    /// <summary>
    /// The tables of a family, one list for each step of what is not in the columns. Links come first as columns, since networks are what
    /// people choose protocols for; then payloads; then load points.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<OverviewTable>> Of(WorkloadFamily family)
    {
        var workload = family.Workloads[0].Workload;
        if (family.Panels is [var only])
        {
            return
            [
                [new OverviewTable(
                    CaptionOf(only),
                    null,
                    [.. Had(Metrics.Shown(workload, only.Load.Cells), [only])
                        .Select(metric => new Column(metric.Title, only, only.Load.Rank(metric)))])],
            ];
        }

        Func<ReportPanel, string> column = family.Links.Count > 1 ? panel => panel.Workload.Link
            : family.SweepsPayload ? panel => panel.Workload.Workload.Name
            : panel => panel.Load.Title;
        return
        [
            .. family.Panels.GroupBy(panel => Rest(panel, family), StringComparer.Ordinal).Select(step => (IReadOnlyList<OverviewTable>)
            [
                .. Had(Metrics.Headline(workload), [.. step]).Select(metric => new OverviewTable(
                    metric.Heading + Kind(step, metric) + (step.Key.Length > 0 ? ", " + step.Key : ""),
                    metric,
                    [.. step.Select(panel => new Column(column(panel), panel, panel.Load.Rank(metric)))])),
            ]),
        ];
    }

    // A percentile that no arm has samples for would be a column, or a table, of nothing.
    private static IReadOnlyList<Metric> Had(IReadOnlyList<Metric> metrics, IReadOnlyList<ReportPanel> panels) =>
    [
        .. metrics.Where(metric => panels.Any(panel => panel.Load.Cells.Any(cell => cell[metric] is not null)))
            .DefaultIfEmpty(metrics[0]),
    ];

    // What the columns do not tell apart.
    private static string Rest(ReportPanel panel, WorkloadFamily family)
    {
        var parts = new List<string>();
        parts.AddRange(family is { SweepsPayload: true, Links.Count: > 1 } ? [panel.Workload.Workload.Name] : []);
        parts.AddRange((family.SweepsPayload || family.Links.Count > 1) && panel.Workload.Loads.Count > 1 ? [panel.Load.Title] : []);
        return string.Join(", ", parts);
    }

    private static string CaptionOf(ReportPanel panel) =>
        panel.Load.Title + (panel.Workload.IsBulk ? "" : $"; latency is {LoadText.LatencyKind(panel.Load.Load.Loop)}");

    private static string Kind(IEnumerable<ReportPanel> panels, Metric metric)
    {
        var kinds = panels.Select(panel => LoadText.LatencyKind(panel.Load.Load.Loop)).Distinct(StringComparer.Ordinal).ToList();
        return metric.SamplesNeeded == 0
            ? ""
            : kinds.Count == 1 ? $" ({kinds[0]})" : " (open loops: response time; closed loops: service time)";
    }
}
