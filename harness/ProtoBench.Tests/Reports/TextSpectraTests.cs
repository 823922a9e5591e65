using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class TextSpectraTests
{
    [Fact]
    public void Blocks_grow_with_their_values_and_nothing_is_blank() =>
        Assert.Equal(" ▁▁▄▅██", Sparkline.Of([0, 0.01, 1, 4, 4.1, 8, 9], 8));

    [Theory]
    [InlineData("quick")]
    [InlineData("concurrency-sweep")]
    [InlineData("bulk")]
    [InlineData("hostile")]
    [InlineData("nothing")]
    public void Every_measured_arm_has_a_line_and_lines_fit_the_terminal(string name)
    {
        var summary = RunSummary.Of(SyntheticRuns.All[name].Value);
        var text = Rendered.Text(new TextReport(pictures: true), summary);
        var drawn = text.Split('\n').Count(line => line.Any(character => character is >= '▁' and <= '█'));
        Assert.Equal(summary.Cells.Count(cell => cell.State is CellState.Measured), drawn);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void A_faster_arm_lies_left_of_a_slower_one_on_the_axis_they_share()
    {
        var lines = Rendered.Text(new TextReport(pictures: true), SyntheticRuns.All["quick"].Value)
            .Split('\n')
            .Where(line => line.Any(character => character is >= '▁' and <= '█'))
            .ToList();
        int Peak(string arm) =>
            lines.Single(line => line.StartsWith(arm + " ", StringComparison.Ordinal)) is var line ? line.IndexOf(line.Max()) : 0;
        Assert.True(Peak("unix") < Peak("websocket") && Peak("websocket") < Peak("grpc"));
    }
}
