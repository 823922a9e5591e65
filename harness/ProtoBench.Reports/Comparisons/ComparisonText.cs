using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Comparisons;

/// <summary>A comparison for the terminal.</summary>
internal static class ComparisonText
{
    public static void Write(ComparisonReport report, TextWriter output, TextPaper? paper = null)
    {
        paper ??= new TextPaper();
        output.Write($"base  {report.BaseLabel}\nnew   {report.NewLabel}\n\n");
        if (report.FingerprintDifferences.Count > 0)
        {
            output.Write("The environments differ:\n");
            foreach (var difference in report.FingerprintDifferences)
            {
                output.Write($"  {difference}\n");
            }

            output.Write('\n');
        }

        if (report.Metrics.Count > 0)
        {
            Table(report).Write(output, paper);
            output.Write('\n');
            TextLines.Wrapped(output, Legend(report), "", paper);
        }

        foreach (var note in report.Notes)
        {
            output.Write($"note: {note}\n");
        }

        output.Write($"\n{Summary(report)}\n");
    }

    /// <summary>The headline, then each metric that is not the same and decided.</summary>
    public static string Summary(ComparisonReport report)
    {
        var decided = report.Metrics
            .Where(metric => metric.Verdict is ComparisonVerdict.Slower or ComparisonVerdict.Faster or ComparisonVerdict.Better);
        return string.Join('\n', decided.Select(metric => metric.Sentence).Prepend(report.Headline));
    }

    private static TextTable Table(ComparisonReport report)
    {
        var table = new TextTable { NamesMayLead = true, Naming = 2, First = [7, 4] };
        table.Add("cell", "metric", "base", "new", "cost (95 % CI)", report.Paired ? "pairs" : "trials", "detects", "verdict");
        var cell = "";
        foreach (var metric in report.Metrics)
        {
            table.Add(
                ToneOf(metric.Verdict),
                [
                    metric.CellName == cell ? "" : metric.CellName,
                    metric.Metric,
                    ComparisonSentence.Value(metric, metric.Base),
                    ComparisonSentence.Value(metric, metric.New),
                    ComparisonSentence.Change(metric),
                    report.Paired ? $"{metric.BaseTrials}" : $"{metric.BaseTrials}/{metric.NewTrials}",
                    ComparisonSentence.Effect(metric.MinimalDetectableEffect),
                    JudgedMetrics.Word(report, metric),
                ]);
            cell = metric.CellName;
        }

        return table;
    }

    private static TextTone ToneOf(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Slower or ComparisonVerdict.Worse => TextTone.Bad,
        ComparisonVerdict.Faster or ComparisonVerdict.Better => TextTone.Good,
        ComparisonVerdict.Inconclusive => TextTone.Undecided,
        _ => TextTone.Plain,
    };

    private static string Legend(ComparisonReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"cost: latency new ÷ base, rate base ÷ new; above 0 is worse. detects: the slowdown found 95 times in 100. At most "
            + $"{report.Alpha:P1} of unchanged suites show a false slower.");
}
