using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class SummaryPictureTests
{
    [Theory]
    [InlineData("quick", "median-and-tail")]
    [InlineData("bulk", "goodput")]
    public void The_picture_shows_the_first_answer(string run, string beginning)
    {
        var picture = SummaryPicture.Of(ReportCharts.Of(RunSummary.Of(SyntheticRuns.All[run].Value)), "charts");
        Assert.StartsWith(beginning, picture!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_shows_it_only_where_it_is_given_and_keeps_names_names()
    {
        var summary = RunSummary.Of(SyntheticRuns.All["hostile"].Value);
        var picture = new SummaryPicture("charts", "a-b", "\"><script>alert(1)</script>\n\n# no heading", 516);
        var with = Rendered.Text(new MarkdownReport(picture), summary);
        Assert.Contains("<source media=\"(prefers-color-scheme: dark)\" srcset=\"charts/a-b.dark.png\"/>", with, StringComparison.Ordinal);
        Assert.Contains(
            "<img src=\"charts/a-b.png\" width=\"516\" alt=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;  # no heading\"/>",
            with,
            StringComparison.Ordinal);
        Assert.DoesNotContain("<picture>", Rendered.Text(new MarkdownReport(), summary), StringComparison.Ordinal);
    }
}
