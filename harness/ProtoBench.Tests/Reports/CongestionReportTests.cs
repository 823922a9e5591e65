using ProtoBench.Model.Results;
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
            "cwnd 10–40 packets, median 20, cut 2 times, 14 packets sent again by the server, smoothed round trip 20.0 ms", text,
            StringComparison.Ordinal);
        Assert.Contains("udp: not told, the kernel tells it of TCP alone", text, StringComparison.Ordinal);
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
