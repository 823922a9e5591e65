using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Html;

namespace ProtoBench.Reports.Comparisons;

/// <summary>
/// A comparison as a page: what <c>ab</c> leaves in its folder, and what <c>compare</c> and <c>gate</c> write when they are asked.
/// </summary>
/// <param name="report">What was decided.</param>
/// <param name="pairs">The pairs of an interleaved comparison; null for stored runs.</param>
/// <param name="gate">What a policy made of it; null without one.</param>
/// <param name="charts">Draws the charts; null draws them as parts of the page.</param>
internal sealed class ComparisonPage(
    ComparisonReport report, PairRun? pairs = null, GateReport? gate = null, IChartRenderer? charts = null)
{
    /// <summary>Sentences of the first screen; the others stand in the sections.</summary>
    private const int MostSentences = 4;

    private const int LongAnswer = 200;

    private readonly IChartRenderer _charts = charts ?? new SvgChartRenderer(SvgMode.Inline);

    public void Write(TextWriter output)
    {
        var html = new MarkupWriter(output);
        var sections = new ComparisonSections(html, report, pairs, gate, chart => _charts.Render(chart, output));
        PageFrame.Write(html, Head(), () => Answer(html, output), bar: null, sections.All());
    }

    private PageHead Head()
    {
        var over = pairs is null
            ? $"{report.Scenario}, two stored runs"
            : $"{report.Scenario}, "
                + $"{pairs.Header.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}, {Pairs(pairs)}";
        var tool = pairs is null ? "ProtoBench" : $"ProtoBench {pairs.Fingerprint.ToolVersion}";
        return new PageHead(
            gate is null ? "Did anything become slower?" : "Does it pass?", over, tool, $"{tool}. {pairs?.Header.Id ?? report.NewLabel}.");
    }

    private static string Pairs(PairRun run) =>
        $"{run.Pairs.Count(pair => pair.Counts)} valid pairs of {run.Pairs.Count} measured";

    private void Answer(MarkupWriter html, TextWriter output)
    {
        html.Element("h2", "Answer", ("class", "aside"));
        foreach (var difference in report.FingerprintDifferences.Take(1))
        {
            var more = report.FingerprintDifferences.Count - 1;
            html.Element(
                "p",
                $"The environments differ: {difference}{(more > 0 ? $" and {more} more" : "")}. A difference may be theirs.",
                ("class", "warn"));
        }

        var chart = DifferenceCharts.Headline(report);
        var (answer, rest) = Said();
        using (html.Open("div", ("class", chart is null ? "first bare-text" : "first")))
        {
            using (html.Open("div", ("class", gate is { Outcome: not GateOutcome.Passed } || IsWorse() ? "verdict worse" : "verdict")))
            {
                html.Element("p", $"{report.NewLabel} against {report.BaseLabel}", ("class", "scope"));
                html.Element("p", answer, ("class", answer.Length > LongAnswer ? "say long" : "say"));
            }

            if (chart is not null)
            {
                HtmlFigures.Headline(html, chart, one => _charts.Render(one, output));
            }

            using (html.Open("div", ("class", "more")))
            {
                foreach (var sentence in rest)
                {
                    html.Element("p", sentence, ("class", "rest"));
                }
            }
        }

        html.Element("p", ComparisonConditions.Line(report, pairs), ("class", "under"));
    }

    private bool IsWorse() => report.Gaps.Any(gap => gap.Kind is GapKind.NotMeasured or GapKind.NotJudged)
        || report.Metrics.Any(metric => metric.Verdict is ComparisonVerdict.Slower or ComparisonVerdict.Worse);

    private (string Answer, IReadOnlyList<string> Further) Said()
    {
        var decided = report.Metrics
            .Where(metric => metric.Verdict is not (ComparisonVerdict.Same or ComparisonVerdict.Inconclusive))
            .OrderByDescending(metric => metric.Verdict is ComparisonVerdict.Slower or ComparisonVerdict.Worse)
            .ThenByDescending(metric => Math.Abs(Math.Log(metric.CostRatio ?? 1)))
            .Select(metric => metric.Sentence)
            .ToList();
        var rest = gate is null ? decided : [.. gate.Sentences.Skip(1).Concat(decided).Distinct(StringComparer.Ordinal)];
        var told = rest.Take(MostSentences).ToList();
        return (
            gate is null ? report.Headline : Sentences.Ended(gate.Sentences[0]),
            [.. told, .. rest.Count > told.Count ? [$"{rest.Count - told.Count} more below."] : (IEnumerable<string>)[]]);
    }
}
