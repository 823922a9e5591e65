using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>The run by which size is judged: 8 protocols × 4 links × 3 workloads × 5 trials.</summary>
public sealed class LargeReportTests
{
    private const int LargestPage = 1_500_000;

    // GitHub refuses step summaries above 1 MiB ("supports content up to a size of 1024k") and comments above 65,536 characters.
    private const int LongestComment = 65_536;

    [Fact]
    public void A_run_of_480_trials_fits_a_page_of_a_megabyte_and_a_half_and_a_comment()
    {
        var summary = RunSummary.Of(new SyntheticRun(SyntheticScenarios.Large).Result());
        Assert.Equal(480, summary.Run.Trials.Count);
        Assert.All(summary.Cells, cell => Assert.Equal(5, cell.Succeeded.Count));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Rendered.Text(new HtmlReport(), summary)), 100_000, LargestPage);
        Assert.InRange(Rendered.Text(new MarkdownReport(), summary).Length, 1_000, LongestComment);
    }
}
