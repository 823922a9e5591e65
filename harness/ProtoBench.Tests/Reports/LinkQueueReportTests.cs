using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class LinkQueueReportTests
{
    [Fact]
    public void Page_text_and_export_show_how_the_queue_of_the_link_grew()
    {
        var run = With(SyntheticRuns.Bulk(), most: 83);
        var page = Rendered.Text(new HtmlReport(), run);
        var text = string.Join(' ', Rendered.Text(new TextReport(), run).Split('\n').Select(line => line.Trim()));

        Assert.Contains("-link-queue\"", page, StringComparison.Ordinal);
        Assert.Contains("Queue of the link over time", page, StringComparison.Ordinal);
        Assert.Contains(
            "Queue of the link, of the middle trial: tcp: to the client up to 83 packets (122 KiB), median 40, to the server up to 2 "
                + "packets (104 B), median 1.",
            text,
            StringComparison.Ordinal);

        var rows = ExportCatalog.Find("over-time")!.Render(Exportable.Of(run)).Split("\r\n");
        Assert.Contains(rows, row => row.EndsWith(",link_queue_packets,down,,0.07,0.12,,,,83", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.EndsWith(",link_queue_bytes,up,,-0.03,0.02,,,,52", StringComparison.Ordinal));
    }

    [Fact]
    public void What_waits_because_it_was_written_together_is_no_queue_that_is_told()
    {
        var run = With(SyntheticRuns.Bulk(), most: 9);
        Assert.DoesNotContain("-link-queue\"", Rendered.Text(new HtmlReport(), run), StringComparison.Ordinal);
        Assert.DoesNotContain("Queue of the link", Rendered.Text(new TextReport(), run), StringComparison.Ordinal);
        Assert.DoesNotContain("Queue of the link", Rendered.Text(new TextReport(), SyntheticRuns.Bulk()), StringComparison.Ordinal);
    }

    /// <summary>Of tcp alone, with a queue on the way down and hardly one for the acknowledgements.</summary>
    internal static RunResult With(RunResult run, int most) => run with
    {
        Trials =
        [
            .. run.Trials.Select(trial => trial.Measurement is { } measurement && trial.CellId.Contains("/tcp/", StringComparison.Ordinal)
                ? trial with
                {
                    Measurement = measurement with
                    {
                        LinkQueues =
                        [
                            Queue("up", [1, 1, 2, 1], 52),
                            Queue("down", [most / 3, most / 2 - 1, most, most / 2], 1_500),
                        ],
                    },
                }
                : trial),
        ],
    };

    private static LinkQueueSeries Queue(string side, int[] packets, int bytes) => new()
    {
        Side = side,
        SliceSeconds = 0.05,
        Seconds = [-0.03, 0.02, 0.07, 0.12],
        Packets = packets,
        Bytes = [.. packets.Select(one => one * bytes)],
    };
}
