using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class ChartFileNamesTests
{
    [Theory]
    [InlineData("Throughput: echo, 1 in flight", "throughput-echo-1-in-flight")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("p99.9 µs – <b>", "p99-9-s-b")]
    public void A_name_is_the_titles_letters_and_digits(string title, string name) =>
        Assert.Equal([name], ChartFileNames.Of([Chart("x-1", title)]));

    [Fact]
    public void Charts_whose_titles_give_one_name_or_none_carry_their_id() => Assert.Equal(
        ["rate-a-1", "rate-a-2", "other", "a-4", new string('x', 96)],
        ChartFileNames.Of([
            Chart("a-1", "Rate"),
            Chart("a-2", "rate!"),
            Chart("a-3", "Other"),
            Chart("a-4", "مرحبا"),
            Chart("a-5", new string('x', 300)),
        ]));

    [Fact]
    public void A_charts_name_does_not_depend_on_what_else_the_report_has()
    {
        var quick = ReportCharts.Of(RunSummary.Of(SyntheticRuns.All["quick"].Value));
        var names = ChartFileNames.Of(quick);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.NotEmpty(names);
        Assert.Equal(names.Reverse(), ChartFileNames.Of([.. quick.Reverse()]));
    }

    private static Chart Chart(string id, string title) => new()
    {
        Id = id,
        Title = title,
        Description = "",
        EmptyText = "",
        X = new Axis(new LinearScale(0, 1), "", Quantity.Count),
        Y = new Axis(new LinearScale(0, 1), "", Quantity.Count),
        Marks = [],
    };
}
