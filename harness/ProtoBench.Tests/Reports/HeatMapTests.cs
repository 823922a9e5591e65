using System.Globalization;
using System.Text;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>Time against latency: a stall stands in its column, and what happened beside it above.</summary>
public sealed class HeatMapTests
{
    private const int LargestPage = 1_500_000;

    [Fact]
    public void Page_text_and_export_show_the_stall_and_what_happened_beside_it()
    {
        var run = WithBands(SyntheticRuns.Quick());
        var worst = run.Trials.MaxBy(trial => trial.Measurement!.Intervals!.Max(interval => interval.Maximum))!;
        var (page, text) = (Rendered.Text(new HtmlReport(), run), Rendered.Text(new TextReport(), run));

        Assert.Contains("-map\"", page, StringComparison.Ordinal);
        Assert.Contains($"trial {worst.Number}, time against latency", page, StringComparison.Ordinal);
        Assert.Contains("GC of the server 80.0 ms", page, StringComparison.Ordinal);
        var lines = text.Split('\n').SkipWhile(one => !one.StartsWith("Over time:", StringComparison.Ordinal)).Take(7);
        var line = string.Join(' ', lines.Select(one => one.Trim()));
        Assert.Contains($"trial {worst.Number}: the slowest exchange took", line, StringComparison.Ordinal);
        Assert.Contains(
            "GC of the server 80.0 ms, 3 packets sent again by the client, 5 packets to the server lost by the link, outage of the link "
                + "60.0 ms",
            line,
            StringComparison.Ordinal);
        Assert.Contains("lost by the link</text>", page, StringComparison.Ordinal);
        Assert.Contains("link out</text>", page, StringComparison.Ordinal);

        var rows = ExportCatalog.Find("over-time")!.Render(Exportable.Of(run)).Split("\r\n");
        var counted = rows.Where(row => row.Contains(",latency,", StringComparison.Ordinal)
            && row.StartsWith($"{worst.Number},", StringComparison.Ordinal));
        Assert.Equal(
            worst.Measurement!.Intervals!.Sum(interval => interval.Count),
            counted.Sum(row => long.Parse(row.Split(',')[^2], CultureInfo.InvariantCulture)));
        Assert.Contains(
            rows,
            row => row.Contains(",collection_ms,server,", StringComparison.Ordinal) && row.EndsWith(",80", StringComparison.Ordinal));
        Assert.Contains(
            rows,
            row => row.Contains(",link_packets_lost,up,", StringComparison.Ordinal) && row.EndsWith(",4", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains(",link_outage_ms,down,", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_from_before_have_no_map()
    {
        Assert.DoesNotContain("time against latency", Rendered.Text(new HtmlReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);
        Assert.DoesNotContain("Over time:", Rendered.Text(new TextReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_480_trials_stays_small()
    {
        var summary = RunSummary.Of(WithBands(new SyntheticRun(SyntheticScenarios.Large).Result()));
        Assert.Equal(480, summary.Run.Trials.Count);
        Assert.InRange(Encoding.UTF8.GetByteCount(Rendered.Text(new HtmlReport(), summary)), 100_000, LargestPage);
    }

    /// <summary>Each trial's exchanges recorded over time, with a stall of its longest one and a pause beside it.</summary>
    internal static RunResult WithBands(RunResult run) => run with { Trials = [.. run.Trials.Select(WithBands)] };

    private static TrialResult WithBands(TrialResult trial)
    {
        if (trial.Measurement is not { Intervals: { } before, Response: { } response } measurement)
        {
            return trial;
        }

        var set = new RecorderSet(openLoop: false);
        set.Begin(0, (long)(measurement.WindowSeconds * 1e9));
        var (values, longest) = (HistogramText.Decode(response), before.MaxBy(interval => interval.Maximum)!);
        var random = new Random(trial.Number);
        var usual = values.Quantiles(0.05, 0.25, 0.5, 0.75, 0.95);
        for (var i = 0; i < 5_000; i++)
        {
            var start = (long)(i * measurement.WindowSeconds / 5_000 * 1e9);
            var stalled = start / 1e9 >= longest.From && start / 1e9 < longest.To && i % 3 == 0;
            var latency = stalled
                ? (long)(longest.Maximum * 1e3 * (1 - random.NextDouble()))
                : usual[random.Next(usual.Length)];
            set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, start, start + latency);
        }

        var begin = (long)((longest.From + 0.01) * 1e9);
        set.ForThisThread.RecordClosed(ExchangeOutcome.Completed, begin, begin + (long)(longest.Maximum * 1e3));
        return trial with
        {
            Measurement = measurement with
            {
                Intervals = set.Merge().Intervals,
                Marks =
                [
                    new TimeMark(longest.From, longest.To, TimeMarkKind.Collection, "server", 80),
                    new TimeMark(longest.From, longest.To, TimeMarkKind.Retransmission, "client", 3),
                    new TimeMark(longest.From, longest.From + 0.05, TimeMarkKind.LinkLoss, "up", 4),
                    new TimeMark(longest.From + 0.05, longest.From + 0.1, TimeMarkKind.LinkLoss, "up", 1),
                    new TimeMark(longest.From, longest.From + 0.06, TimeMarkKind.LinkOutage, "up", 60),
                    new TimeMark(longest.From, longest.From + 0.06, TimeMarkKind.LinkOutage, "down", 60),
                    .. Enumerable.Range(0, 15).Select(
                        i => new TimeMark(i / 5.0, (i / 5.0) + 0.1, TimeMarkKind.Collection, "client", 1 + i)),
                ],
            },
        };
    }
}
