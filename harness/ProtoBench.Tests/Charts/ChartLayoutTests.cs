using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class ChartLayoutTests
{
    public static TheoryData<string> Names => [.. SampleCharts.All.Where(chart => !chart.Value.IsEmpty).Select(chart => chart.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_begins_or_ends_beyond_the_drawing(string name)
    {
        var layout = ChartLayout.Of(SampleCharts.All[name], titled: true);
        foreach (var tick in layout.XTicks)
        {
            Assert.InRange(layout.X(tick.Value) + (TextWidth.Of(tick.Label) / 2), 0, layout.Chart.Width + 0.01);
        }

        foreach (var (_, text) in MarkWords.Of(layout))
        {
            var width = TextWidth.Of(text.Text);
            Assert.InRange(text.EndsAtX ? text.X - width : text.X + width, 0, layout.Chart.Width + 0.01);
        }
    }

    [Fact]
    public void Names_of_rules_do_not_meet_and_turn_left_at_the_right_edge()
    {
        var layout = ChartLayout.Of(SampleCharts.All["rules"], titled: true);
        var names = MarkWords.Of(layout).Select(word => word.Text).ToList();
        Assert.Equal([false, false, true], names.Select(name => name.EndsAtX));
        var places = names.Select(name => (name.Y, From: name.EndsAtX ? name.X - TextWidth.Of(name.Text) : name.X)).ToList();
        Assert.All(places.SelectMany(_ => places, (a, b) => (a, b)).Where(pair => pair.a != pair.b && pair.a.Y == pair.b.Y), pair =>
            Assert.True(Math.Abs(pair.a.From - pair.b.From) >= TextWidth.Of(names[0].Text)));
        Assert.NotEqual(names[0].Y, names[1].Y);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(3, "1 2 3")]
    [InlineData(30, "5 10 15 20 25 30")]
    public void Runs_are_counted_in_whole_numbers(int count, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new CountingScale(count).Ticks(9, Quantity.Count).Select(tick => tick.Label)));
}
