using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;

namespace ProtoBench.Reports.History;

/// <summary>A history as a page: first what changed for the worse, then every series.</summary>
/// <param name="report">What is known.</param>
/// <param name="charts">Draws the charts; null draws them as parts of the page.</param>
internal sealed class HistoryPage(HistoryReport report, IChartRenderer? charts = null)
{
    private const double Width = 440;
    private const int MostRows = 14;
    private const int MostSentences = 4;
    private const int MostShown = 6;

    private readonly IChartRenderer _charts = charts ?? new SvgChartRenderer(SvgMode.Inline);

    public void Write(TextWriter output)
    {
        var html = new MarkupWriter(output);
        PageFrame.Write(
            html,
            new PageHead(
                "What changed over time?",
                $"history of {string.Join(", ", report.Points.Select(point => point.Scenario).Distinct(StringComparer.Ordinal))}",
                "ProtoBench",
                $"ProtoBench. History {report.Store}."),
            () => Answer(html, output),
            bar: null,
            Sections(html, output));
    }

    private static bool IsInteresting(HistorySeries series) => series.Open is not null || series.Analysis.Newest is not null;

    private void Answer(MarkupWriter html, TextWriter output)
    {
        html.Element("h2", "Answer", ("class", "aside"));
        foreach (var problem in report.Problems.Take(1))
        {
            html.Element("p", $"A line of the store was left out: {problem}", ("class", "warn"));
        }

        var sentences = HistoryVerdict.Sentences(report);
        var chart = Headline();
        using (html.Open("div", ("class", chart is null ? "first bare-text" : "first")))
        {
            using (html.Open("div", ("class", report.Alarms.Count + report.LeftOpen.Count > 0 ? "verdict worse" : "verdict")))
            {
                html.Element("p", Spoken(sentences[0]), ("class", "say"));
            }

            if (chart is not null)
            {
                HtmlFigures.Headline(html, chart, one => _charts.Render(one, output));
            }

            using (html.Open("div", ("class", "more")))
            {
                foreach (var sentence in sentences.Skip(1).Take(MostSentences))
                {
                    html.Element("p", Spoken(sentence), ("class", "rest"));
                }
            }
        }

        html.Element("p", Under(), ("class", "under"));
    }

    private string Under()
    {
        if (report.Points.Count == 0)
        {
            return report.Store;
        }

        var newest = report.Points[^1];
        return string.Join(" · ", new[]
        {
            $"{Plural.Of(report.Points.Count, "run")}, {SeriesText.Day(report.Points[0].Time)} to {SeriesText.Day(newest.Time)}",
            $"environment {newest.Fingerprint}: {newest.Environment.GetValueOrDefault("cpu model", "an unknown processor")}, kernel "
                + $"{newest.Environment.GetValueOrDefault("kernel", "unknown")}, "
                + newest.Environment.GetValueOrDefault("runtime", "an unknown runtime"),
            $"a change counts from {SeriesAnalysis.PointsAfterChange} runs after it on, among the newest {SeriesAnalysis.Window}",
        });
    }

    private static string Spoken(string text) => Sentences.Ended(char.ToUpperInvariant(text[0]) + text[1..]);

    // Today's level against that of the oldest stretch that is looked at, as a cost: above 1 is worse.
    private ReportChart? Headline()
    {
        var rows = report.Series.Where(series => series.IsJudged && series.Level > 0).Select(Place)
            .Where(row => row.Cost is > 0 and < double.PositiveInfinity)
            .OrderByDescending(row => IsInteresting(row.Series)).ThenByDescending(row => row.Cost)
            .Take(MostRows).OrderByDescending(row => row.Cost).ToList();
        return rows.Count == 0 ? null : new ReportChart(
            new Chart
            {
                Id = "headline",
                Title = "Cost now against the beginning, the worst first",
                Description = string.Join(" ", rows.Select(row => $"{Name(row.Series)}: {NumberText.Of(row.Cost, Quantity.Factor)}.")),
                EmptyText = "No series can be judged yet.",
                X = new Axis(
                    LogScale.Over(
                        [0.95, 1.05, .. IntervalRange.Logarithmic(rows.Select(row => (row.Cost, (double?)row.Low, (double?)row.High)))]),
                    "now ÷ beginning, as cost, log scale",
                    Quantity.Factor),
                Y = new Axis(new BandScale([.. rows.Select(row => Name(row.Series))]), "", Quantity.Count),
                Marks =
                [
                    new RuleMark { Style = Palette.Neutral, X = 1, Label = "" },
                    .. rows.Select((row, i) => new DotMark
                    {
                        Style = StyleOf(row.Series, row.Cost),
                        Category = i,
                        Value = row.Cost,
                        Low = row.Low,
                        High = row.High,
                        Shape = row.Series.Open is not null ? MarkerShape.TriangleUp : MarkerShape.Circle,
                        Hollow = !IsInteresting(row.Series),
                        Tip = $"{Name(row.Series)}\n{SeriesText.Short(row.Series)}\n{Plural.Of(row.Series.Points.Count, "run")}",
                    }),
                ],
                Width = Width,
                Height = 58 + ((rows.Count > 8 ? 20 : 25) * rows.Count),
            },
            "Right of 1× is worse, whichever way the figure points. Lines: where eight of ten runs at today's level lie. Triangle: a "
                + "change for the worse that is open; hollow: no change was found.");
    }

    // Red and green of the palette; the shape says the same.
    private static SeriesStyle StyleOf(HistorySeries series, double cost) =>
        new("", series.Open is not null ? 4 : cost < 1 && IsInteresting(series) ? 6 : 2, null, MarkerShape.Circle);

    private static (HistorySeries Series, double Cost, double Low, double High) Place(HistorySeries series)
    {
        var points = series.Points.Skip(Math.Max(0, series.Points.Count - SeriesAnalysis.Window)).Select(point => point.Value).ToList();
        var offset = series.Points.Count - points.Count;
        var first = series.Analysis.Changes.Count > 0 ? Math.Max(1, series.Analysis.Changes[0].Index - offset) : points.Count;
        var last = series.Analysis.Changes.Count > 0 ? Math.Clamp(series.Analysis.Changes[^1].Index - offset, 0, points.Count - 1) : 0;
        var before = SpikeClip.Median([.. points.Take(first)]);
        var now = points.Skip(last).Order().ToList();
        var (low, high) = (now[(int)(0.1 * (now.Count - 1))], now[(int)Math.Ceiling(0.9 * (now.Count - 1))]);
        return series.Metric.LowerIsBetter
            ? (series, series.Level / before, low / before, high / before)
            : (series, before / series.Level, before / high, before / low);
    }

    // What all cells share says nothing in a row of a chart.
    private string Name(HistorySeries series)
    {
        var cells = report.Series.Select(one => Parts(one)).ToList();
        var own = Parts(series).Where((part, i) => cells.Any(other => other.ElementAtOrDefault(i) != part)).ToList();
        return $"{(own.Count == 0 ? series.Cell : string.Join(", ", own))} {series.Metric.Key}";
    }

    private static string[] Parts(HistorySeries series) => [series.Scenario, .. series.Cell.Split('/')];

    private IReadOnlyList<PageSection> Sections(MarkupWriter html, TextWriter output)
    {
        var drawn = report.Series.Where(series => series.Points.Count > 0)
            .Zip(HistoryCharts.Of(report), (series, chart) => (Series: series, Chart: new ReportChart(
                chart, "A point a run; dashed, the level of each stretch; a vertical line, a change with the run it came with.")))
            .ToList();
        var changed = drawn.Where(one => IsInteresting(one.Series)).Select(one => one.Chart).ToList();
        var others = drawn.Where(one => !IsInteresting(one.Series)).Select(one => one.Chart).ToList();
        var sentences = HistoryVerdict.Sentences(report);
        return
        [
            new PageSection(
                "changes",
                "Which series changed?",
                ChangedGist([.. drawn.Select(one => one.Series).Where(IsInteresting)]),
                () =>
                {
                    HtmlTable.Sentences(html, sentences.Skip(1).Select(Spoken));
                    Charts(html, output, changed);
                }),
            new PageSection(
                "series",
                "All series",
                $"{report.Series.Count} series with level, shape and finding.",
                () => HistorySeriesTable.Write(html, report)),
            new PageSection(
                "steady", "Series without a change", $"{others.Count} of {report.Series.Count}.", () => Charts(html, output, others)),
            new PageSection("environments", "What else changed?", EnvironmentGist(), () => Environments(html)),
            new PageSection(
                "method",
                "Method",
                "What a change point is.",
                () => html.Element(
                    "p",
                    $"Change points are looked for in the newest {SeriesAnalysis.Window} runs of a series under conditions that never "
                        + $"changed (energy statistics, E-Divisive). A series needs {SeriesAnalysis.FewestPoints} runs, and a change "
                        + $"{SeriesAnalysis.PointsAfterChange} runs after it.",
                    ("class", "sub"))),
        ];
    }

    private string ChangedGist(List<HistorySeries> changed) => changed.Count == 0
        ? "None."
        : $"{changed.Count} of {report.Series.Count}: {string.Join(", ", changed.Take(3).Select(Name))}"
            + (changed.Count > 3 ? $" and {changed.Count - 3} more." : ".");

    private void Charts(MarkupWriter html, TextWriter output, List<ReportChart> charts)
    {
        if (charts.Count == 0)
        {
            html.Element("p", "None.", ("class", "sub"));
            return;
        }

        HtmlFigures.Plain(html, [.. charts.Take(MostShown)], one => _charts.Render(one, output));
        if (charts.Count > MostShown)
        {
            using (html.Open("details", ("class", "fold")))
            {
                html.Element("summary", $"The other {charts.Count - MostShown} of {charts.Count}");
                HtmlFigures.Plain(html, [.. charts.Skip(MostShown)], one => _charts.Render(one, output));
            }
        }
    }

    private List<EnvironmentChange> Changes() =>
        [.. report.Points.GroupBy(point => point.Scenario).SelectMany(scenario => EnvironmentChange.Between([.. scenario]))];

    private string EnvironmentGist() => Changes() is { Count: > 0 } changes
        ? $"{Plural.Of(changes.Count, "change")} of environment, the newest since {SeriesText.Day(changes[^1].Time)}: "
            + $"{string.Join("; ", changes[^1].Differences.Take(2))}."
        : "Nothing: all runs are of one environment.";

    private void Environments(MarkupWriter html)
    {
        var changes = Changes();
        if (changes.Count == 0)
        {
            html.Element("p", "All runs are of one environment.", ("class", "sub"));
            return;
        }

        HtmlTable.Sentences(html, changes.Select(change =>
            $"Since {SeriesText.Day(change.Time)}, run {change.Run}: {string.Join("; ", change.Differences)}."));
    }
}
