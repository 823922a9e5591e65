using ProtoBench.Model.Scenarios.LoadShapes;
using Xunit;

namespace ProtoBench.Tests.LoadShapes;

public sealed class RecordedTimesTests
{
    [Theory]
    [InlineData("0.25\n0.5\n\n# a comment\n1", new[] { 0, 0.25, 0.75 })]
    [InlineData("10 ms\n20ms\n 0.05 s \r\n", new[] { 0, 0.01, 0.04 })]
    [InlineData("{\"time\": 3}\n{\"ms\": 3500, \"path\": \"/\"}", new[] { 0, 0.5 })]
    [InlineData("{\"time\": \"2026-01-01T00:00:00Z\"}\n{\"time\": \"2026-01-01T00:00:01.5Z\"}", new[] { 0, 1.5 })]
    [InlineData("1700000000.000\n1700000000.125", new[] { 0, 0.125 })]
    public void Only_differences_count(string text, double[] offsets)
    {
        var (read, fault) = RecordedTimes.Parse(text);

        Assert.Null(fault);
        Assert.Equal(offsets, read.Select(offset => Math.Round(offset, 6)));
    }

    [Theory]
    [InlineData("0.1\nsoon\n", "line 2 is no time: 'soon'")]
    [InlineData("{\"at\": 1}", "line 1 is no time: '{\"at\": 1}'")]
    [InlineData("{\"time\": ", "line 1 is no time: '{\"time\":'")]
    [InlineData("[1]", "line 1 is no time: '[1]'")]
    [InlineData("NaN", "line 1 is no time: 'NaN'")]
    [InlineData("0.2\n# and\n0.1", "the time in line 3 lies before that in line 1")]
    [InlineData("# nothing\n", "there is no time in it")]
    public void A_mistake_is_told_with_its_line(string text, string fault) => Assert.Equal(fault, RecordedTimes.Parse(text).Fault);
}
