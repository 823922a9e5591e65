using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Statistics;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// Markdown for the file that GITHUB_STEP_SUMMARY names. GitHub refuses a step's summary above 1 MiB as a whole, so rows are left out
/// before that, and counted.
/// </summary>
internal static class GitHubSummary
{
    // Below 1,048,576 with room for what other commands of the step write.
    private const int LargestBytes = 900_000;
    private const int SparklineWidth = 30;

    public static Export Export { get; } = Export.OfAnything("github-summary", "Markdown for GITHUB_STEP_SUMMARY", Of) with
    {
        FileName = "step-summary.md",
        Appends = true,
        Flag = new("--summary", "Append Markdown to this file, such as \"$GITHUB_STEP_SUMMARY\"."),
    };

    public static string Of(Exportable found) => found switch
    {
        { Run: { } run } => Of(run),
        { Comparison: { } comparison } => Of(comparison),
        { Gate: { } gate } => Of(gate),
        { History: { } history } => Of(history),
        _ => throw new UnreachableException($"{found.Kind} without its finding."),
    };

    public static string Of(RunResult run)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new MarkdownReport().Render(RunSummary.Of(run), writer);
        return Limited([writer.ToString()], "");
    }

    public static string Of(GateReport gate) =>
        Limited(
            [
                $"### ProtoBench gate: {Word(gate.Outcome)}\n\n",
                .. gate.Sentences.Select(sentence => $"- {MarkdownText.Escape(sentence)}\n"),
                "\n",
                .. Body(gate.Comparison),
            ],
            $"\nPolicy: {MarkdownText.Escape(gate.Policy)}\n");

    public static string Of(ComparisonReport comparison) =>
        Limited([$"### ProtoBench: {MarkdownText.Escape(comparison.Headline.TrimEnd('.'))}\n\n", .. Body(comparison)], "");

    public static string Of(HistoryReport history) =>
        Limited(
            [
                $"### ProtoBench history: {MarkdownText.Escape(HistoryVerdict.Sentences(history)[0])}\n\n",
                .. HistoryVerdict.Sentences(history).Skip(1).Select(sentence => $"- {MarkdownText.Escape(sentence)}\n"),
                "\n",
                MarkdownText.Row("cell", "metric", "runs", "level", $"newest {SparklineWidth} runs", "finding"),
                "|---|---|---:|---:|---|---|\n",
                .. history.Series.Select(series => MarkdownText.Row(
                    MarkdownText.Escape(series.Cell),
                    series.Metric.Key,
                    $"{series.Points.Count}",
                    NumberText.Of(series.Level, series.Metric.Quantity),
                    Sparkline.OfNewest([.. series.Points.Select(point => point.Value)], SparklineWidth),
                    MarkdownText.Escape(SeriesText.Short(series)))),
            ],
            "");

    private static IEnumerable<string> Body(ComparisonReport comparison)
    {
        yield return $"{MarkdownText.Escape(comparison.Scenario)}: {MarkdownText.Escape(comparison.BaseLabel)} against "
            + $"{MarkdownText.Escape(comparison.NewLabel)}, "
            + (comparison.Paired ? "interleaved pairs.\n\n" : "stored runs, not paired: intervals are widened.\n\n");
        foreach (var note in comparison.Notes
            .Concat(comparison.FingerprintDifferences.Select(difference => "The environments differ: " + difference)))
        {
            yield return $"> {MarkdownText.Escape(note)}\n\n";
        }

        var notable = comparison.Metrics
            .Where(metric => metric.Verdict is not ComparisonVerdict.Same)
            .OrderBy(metric => Rank(metric.Verdict))
            .ToList();
        if (notable.Count > 0)
        {
            yield return Heading();
            foreach (var metric in notable)
            {
                yield return RowOf(comparison, metric);
            }
        }

        yield return $"\n<details><summary>All {comparison.Metrics.Count} metrics</summary>\n\n";
        yield return Heading();
        foreach (var metric in comparison.Metrics)
        {
            yield return RowOf(comparison, metric);
        }
    }

    private static string Heading() =>
        MarkdownText.Row("", "cell", "metric", "base", "new", "change (95 % CI)") + "|---|---|---|---:|---:|---:|\n";

    private static string RowOf(ComparisonReport comparison, MetricComparison metric) => MarkdownText.Row(
        Mark(comparison, metric),
        MarkdownText.Escape(metric.CellId),
        MarkdownText.Escape(metric.Metric),
        Value(metric.Base, metric.Unit),
        Value(metric.New, metric.Unit),
        Change(metric));

    private static string Mark(ComparisonReport comparison, MetricComparison metric) => metric.Verdict switch
    {
        ComparisonVerdict.Slower => ":red_circle: slower",
        ComparisonVerdict.Faster => ":green_circle: faster",
        ComparisonVerdict.Same => "same",
        ComparisonVerdict.Worse => ":red_circle: fails more often",
        ComparisonVerdict.Better => ":green_circle: fails less often",
        _ => $":white_circle: {JudgedMetrics.Word(comparison, metric)}",
    };

    private static int Rank(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower or ComparisonVerdict.Worse => 0,
        ComparisonVerdict.Faster or ComparisonVerdict.Better => 1,
        _ => 2,
    };

    private static string Value(double? value, string unit) => value is { } known
        ? unit == ComparisonSentence.ShareUnit
            ? ComparedFailures.Text(known)
            : NumberText.Of(known, unit switch { "µs" => Quantity.Microseconds, "B/s" => Quantity.BytesPerSecond, _ => Quantity.PerSecond })
        : "n/a";

    // The metric's own change: a rate that costs 1.25 times as much is down by 20 %.
    private static string Change(MetricComparison metric)
    {
        if (metric.CostRatio is not { } cost)
        {
            return ComparisonSentence.Change(metric);
        }

        var (ratio, low, high) =
            metric.LowerIsBetter ? (cost, metric.CostLow, metric.CostHigh) : (1 / cost, 1 / metric.CostHigh, 1 / metric.CostLow);
        var text = (low, high) switch
        {
            ({ } from, { } to) when IntervalWidth.Bounds(from, to) => $"**{Percent(ratio)}** ({Percent(from)} to {Percent(to)})",
            ({ }, { }) => $"{Percent(ratio)} (too few or too uneven to bound it)",
            _ => $"**{Percent(ratio)}**",
        };
        return metric is { Verdict: ComparisonVerdict.Inconclusive, MinimalDetectableEffect: { } effect }
            ? $"{text}; the smallest it could show is {effect.ToString("0.0 %", CultureInfo.InvariantCulture)}"
            : text;
    }

    private static string Percent(double ratio) => (ratio - 1).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture);

    private static string Word(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Passed => "passed",
        GateOutcome.Slower => "failed",
        GateOutcome.NotMeasured => "not measured",
        _ => "inconclusive",
    };

    private static string Limited(IEnumerable<string> parts, string end)
    {
        var text = new StringBuilder();
        var (bytes, left, details) = (0, 0, 0);
        foreach (var part in parts)
        {
            bytes += Encoding.UTF8.GetByteCount(part);
            if (bytes > LargestBytes)
            {
                left++;
                continue;
            }

            details += part.Contains("<details>", StringComparison.Ordinal) ? 1 : 0;
            text.Append(part);
        }

        text.Append(details > 0 ? "\n</details>\n" : "");
        text.Append(left > 0 ? $"\n{left} rows are left out, because GitHub takes 1 MiB at most; every figure is in the report.\n" : "");
        return text.Append(end).ToString();
    }
}
