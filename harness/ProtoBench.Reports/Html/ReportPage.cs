using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>The page while it is written: where to, what about, and how readers tell its parts apart.</summary>
internal sealed class ReportPage
{
    private readonly TextWriter _output;
    private readonly ILookup<string, TrialResult> _trials;
    private readonly IChartRenderer _charts;

    public ReportPage(TextWriter output, RunSummary summary, IChartRenderer charts)
    {
        _charts = charts;
        _output = output;
        _trials = summary.Run.Trials.ToLookup(trial => trial.CellId, StringComparer.Ordinal);
        Html = new MarkupWriter(output);
        Summary = summary;
        Palette = new Palette(summary.Run.Plan.Scenario.Arms);
        Families = WorkloadFamily.Of(summary.Workloads);
        Links = [.. summary.Workloads.Select(workload => workload.Link).Distinct(StringComparer.Ordinal)];
    }

    public MarkupWriter Html { get; }

    /// <summary>Every trial of a cell in the order they ran, also those that do not count.</summary>
    public IReadOnlyList<TrialResult> TrialsOf(CellSummary cell) => [.. _trials[cell.Cell.Id]];

    public RunSummary Summary { get; }

    public Palette Palette { get; }

    public IReadOnlyList<WorkloadFamily> Families { get; }

    public IReadOnlyList<string> Links { get; }

    /// <summary>Figures that have tables of their own, so that a reader can choose among them.</summary>
    public IReadOnlyList<Metric> Metrics => Families.All(family => family.Panels.Count == 1)
        ? []
        : [.. Families.Where(family => family.Panels.Count > 1)
            .SelectMany(family => Analysis.Summaries.Metrics.Headline(family.Workloads[0].Workload)).Distinct()];

    /// <summary>The attribute by which the filter finds a family's parts; its value is null where there is nothing to choose.</summary>
    public (string Name, string? Value) Of(WorkloadFamily family) =>
        ("data-w", Families.Count > 1 ? Number(Position(Families, family)) : null);

    /// <summary>The family a workload belongs to.</summary>
    public WorkloadFamily FamilyOf(WorkloadSummary workload) => Families.First(family => family.Workloads.Contains(workload));

    /// <summary>The attribute by which the filter finds what belongs to one link.</summary>
    public (string Name, string? Value) OfLink(string? link) =>
        ("data-l", Links.Count > 1 && link is not null ? Number(Position(Links, link)) : null);

    /// <summary>The attribute by which the filter finds what belongs to one figure.</summary>
    public (string Name, string? Value) Of(Metric? metric) =>
        ("data-m", metric is not null && Metrics.Contains(metric) ? metric.Key : null);

    /// <summary>The attribute by which the legend finds what belongs to one arm.</summary>
    public (string Name, string? Value) OfArm(string arm) => ("data-s", Palette[arm].SeriesText);

    /// <summary>
    /// A table that scrolls sideways where it is wider than the page. Regions need names that differ (WAI-ARIA 1.2, 5.3.4).
    /// </summary>
    public MarkupWriter.Scope Scroll(string name, params ReadOnlySpan<(string Name, string? Value)> more) =>
        HtmlTable.Scroll(Html, name, more);

    /// <summary>A row of column headings.</summary>
    public void Headings(params ReadOnlySpan<string> titles) => HtmlTable.Headings(Html, titles);

    /// <summary>An arm's name with its key, as the heading of a row.</summary>
    public void ArmHeading(string arm)
    {
        using (Html.Open("th", ("scope", "row"), ("title", arm)))
        {
            HtmlKey.Write(Html, Palette[arm]);
            Html.Text(arm);
        }
    }

    public void Draw(Chart chart) => _charts.Render(chart, _output);

    private static int Position<T>(IReadOnlyList<T> list, T item) => list.Index().First(entry => Equals(entry.Item, item)).Index;

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
