using System.Xml.Linq;
using ProtoBench.Reports.Charts;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class SvgChartRendererTests
{
    public static TheoryData<string> Names => [.. SampleCharts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chart_looks_as_it_did_when_somebody_last_looked_at_it(string name)
    {
        Golden.Matches(name + ".svg", Svg(SampleCharts.All[name], SvgMode.Standalone));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_is_well_formed_with_title_description_and_numbers_only(string name)
    {
        foreach (var mode in Enum.GetValues<SvgMode>())
        {
            var text = Svg(SampleCharts.All[name], mode);
            var svg = XDocument.Parse(text).Root!;
            Assert.Equal("img", (string?)svg.Attribute("role"));
            Assert.Equal("sample-t sample-d", (string?)svg.Attribute("aria-labelledby"));
            Assert.Contains(svg.Elements(), element => element.Name.LocalName == "title" && element.Value.Length > 0);
            Assert.Contains(svg.Elements(), element => element.Name.LocalName == "desc" && element.Value.Length > 0);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chart_without_anything_to_draw_says_why_in_a_sentence()
    {
        var svg = XDocument.Parse(Svg(SampleCharts.All["empty"], SvgMode.Inline)).Root!;
        var words = string.Join(" ", svg.Elements("text").Select(text => text.Value));
        Assert.Equal(SampleCharts.All["empty"].EmptyText, words);
        Assert.Empty(svg.Descendants("path"));
    }

    [Fact]
    public void A_value_without_a_place_on_the_axis_breaks_the_line()
    {
        var svg = XDocument.Parse(Svg(SampleCharts.All["zero-values"], SvgMode.Inline)).Root!;
        var strokes = svg.Descendants("path").Where(path => (string?)path.Attribute("class") == "line").ToList();
        Assert.Equal(2, strokes.Count);
        Assert.All(strokes, stroke => Assert.DoesNotContain("L", (string?)stroke.Attribute("d"), StringComparison.Ordinal));
    }

    [Fact]
    public void More_names_than_fit_beside_the_lines_become_a_legend_below()
    {
        var few = XDocument.Parse(Svg(SampleCharts.All["lines"], SvgMode.Inline)).Root!;
        var many = XDocument.Parse(Svg(SampleCharts.All["crowded"], SvgMode.Inline)).Root!;
        Assert.Equal(3, few.Descendants("path").Count(path => (string?)path.Attribute("class") == "lead"));
        Assert.DoesNotContain(many.Descendants("path"), path => (string?)path.Attribute("class") == "lead");
        Assert.Equal(24, many.Descendants("text").Count(text => (string?)text.Attribute("class") == "end"));
    }

    [Fact]
    public void A_standalone_file_needs_no_style_sheet_of_a_page()
    {
        var text = Svg(SampleCharts.All["lines"], SvgMode.Standalone);
        Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
        Assert.Contains("http://www.w3.org/2000/svg", text, StringComparison.Ordinal);
        Assert.Contains("fill=\"#ffffff\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_was_shortened_is_there_in_full_as_its_title()
    {
        var svg = XDocument.Parse(Svg(SampleCharts.All["bars"], SvgMode.Inline)).Root!;
        var name = svg.Descendants("text").Single(text => text.Value.StartsWith("an-arm", StringComparison.Ordinal));
        Assert.Contains("…", name.Value, StringComparison.Ordinal);
        Assert.Equal("an-arm-with-a-name-of-forty-characters-x", name.Element("title")!.Value);
    }

    private static string Svg(Chart chart, SvgMode mode)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new SvgChartRenderer(mode).Render(chart, output);
        return output.ToString();
    }
}
