using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Measurements;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class CongestionReportTests
{
    [Fact]
    public void Page_and_text_show_how_the_window_moved_and_of_whom_it_is_not_known()
    {
        var run = With(SyntheticRuns.Bulk(), cell => cell.Contains("tcp", StringComparison.Ordinal));
        var page = Rendered.Text(new HtmlReport(), run);
        var text = string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));

        Assert.Contains("-cwnd\"", page, StringComparison.Ordinal);
        Assert.Contains("Congestion window, packets over time", page, StringComparison.Ordinal);
        Assert.Contains("-delivery\"", page, StringComparison.Ordinal);
        Assert.Contains("Smoothed round trip over time", page, StringComparison.Ordinal);
        Assert.Contains(
            "cwnd 10–40 packets, median 20, cut 2 times, 14 packets sent again by the server, smoothed round trip 20.0 ms "
            + "with a mean deviation of 1.00 ms, delivery rate", text,
            StringComparison.Ordinal);
        Assert.Contains("udp: not told, the kernel tells it of TCP alone", text, StringComparison.Ordinal);

        var rows = ExportCatalog.Find("over-time")!.Render(Exportable.Of(run)).Split("\r\n");
        foreach (var row in new[]
        {
            ",congestion_window_segments,server,1,0.2,0.2,,,,40", ",slow_start_threshold_segments,server,1,0.3,0.3,,,,20",
            ",smoothed_round_trip_us,server,1,0,0,,,,20000", ",delivery_rate_bytes_per_s,server,1,0,0,,,,1000000",
            ",round_trip_deviation_us,server,1,0.7,0.7,,,,1007", ",segments_sent_again,server,1,0.7,0.7,,,,14", ",acked_bytes,server,1,0.7,0.7,,,,700000",
        })
        {
            Assert.Contains(rows, one => one.EndsWith(row, StringComparison.Ordinal));
        }

        // Until the first loss there is no threshold, and no row of one.
        Assert.DoesNotContain(rows, one => one.Contains(",slow_start_threshold_segments,server,1,0.2,", StringComparison.Ordinal));
    }

    [Fact]
    public void An_arm_over_TCP_is_not_told_to_be_without_it()
    {
        string Text(Func<RunResult, RunResult> change)
        {
            var run = change(With(SyntheticRuns.Bulk(), cell => cell.Contains("tcp", StringComparison.Ordinal)));
            return string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));
        }

        Assert.Contains(
            "http1: not told, no connection of it was seen sending, or its run is from before this was kept", Text(run => run),
            StringComparison.Ordinal);

        // Of the middle trial alone nothing was seen.
        var middle = SeriesCharts.Middle(RunSummary.Of(SyntheticRuns.Bulk()).Workloads[0].Loads[0].Cells.First(cell => cell.Arm == "tcp"));
        Assert.Contains(
            $"tcp: not told, no connection of its middle trial, {middle.Number}, was seen sending",
            Text(run => With(run, cell => cell.Contains("http1", StringComparison.Ordinal)) switch
            {
                var both => both with
                {
                    Trials =
                    [
                        .. both.Trials.Select(trial => trial.Number == middle.Number
                            ? trial with { Measurement = trial.Measurement! with { Congestion = null } }
                            : trial),
                    ],
                },
            }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_from_before_deviations_were_kept_tell_the_round_trip_alone()
    {
        var run = With(SyntheticRuns.Bulk(), _ => true);
        var old = run with
        {
            Trials =
            [
                .. run.Trials.Select(trial => trial.Measurement is { Congestion: { } series } measurement
                    ? trial with
                    {
                        Measurement = measurement with
                        {
                            Congestion = [.. series.Select(one => one with { DeviationMicroseconds = null })],
                        },
                    }
                    : trial),
            ],
        };
        Assert.Contains(
            "pale: with the mean deviation of round trips on top", Rendered.Text(new HtmlReport(), old), StringComparison.Ordinal);
        Assert.DoesNotContain("mean deviation of", Rendered.Text(new TextReport(), old), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "round_trip_deviation_us", ExportCatalog.Find("over-time")!.Render(Exportable.Of(old)), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_were_not_looked_at_say_nothing_of_it()
    {
        Assert.DoesNotContain("-cwnd\"", Rendered.Text(new HtmlReport(), SyntheticRuns.Bulk()), StringComparison.Ordinal);
        Assert.DoesNotContain("Congestion control,", Rendered.Text(new TextReport(), SyntheticRuns.Bulk()), StringComparison.Ordinal);
    }

    private static RunResult With(RunResult run, Func<string, bool> has) => run with
    {
        Trials =
        [
            .. run.Trials.Select(trial => trial.Measurement is { } measurement && has(trial.CellId)
                ? trial with
                {
                    Measurement = measurement with
                    {
                        Congestion =
                        [
                            CongestionSeriesTests.Series([10, 20, 40, 20, 21, 22, 23, 11], [null, null, null, 20, 20, 20, 20, 11]),
                        ],
                    },
                }
                : trial),
        ],
    };
}
