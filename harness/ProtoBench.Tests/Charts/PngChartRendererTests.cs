using System.Globalization;
using System.Xml.Linq;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Charts.Png;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.History;
using ProtoBench.Reports.Html;
using ProtoBench.Tests.Exports;
using ProtoBench.Tests.History;
using ProtoBench.Tests.Reports;
using ScottPlot;
using SkiaSharp;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class PngChartRendererTests
{
    private const int Zoom = PngChartRenderer.Zoom;

    public static TheoryData<string> Names => [.. SampleCharts.All.Keys];

    public static TheoryData<string> Runs => [.. SyntheticRuns.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_and_page_place_each_mark_within_a_pixel_of_each_other(string name)
    {
        var chart = SampleCharts.All[name];
        var layout = ChartLayout.Of(chart, titled: true);
        using var plot = new PngChartRenderer(ChartTheme.Light).PlotOf(layout);
        var (width, height) = PngChartRenderer.SizeOf(layout);
        plot.RenderInMemory(width, height);
        if (chart.IsEmpty)
        {
            return;
        }

        var picture = new PlotArea(chart, at => new Pixel(plot.GetPixel(at).X / Zoom, plot.GetPixel(at).Y / Zoom));
        foreach (var mark in chart.Marks)
        {
            var (onPage, inPicture) = (Places(MarkShapes.Of(mark, layout)), Places(MarkShapes.Of(mark, picture)));
            Assert.Equal(onPage.Count, inPicture.Count);
            Assert.All(onPage.Zip(inPicture), pair => Assert.Equal(pair.First, pair.Second, 0.5));
        }

        Assert.NotEmpty(chart.Marks.SelectMany(mark => Places(MarkShapes.Of(mark, layout))));
        Assert.Equal(layout.Left, picture.Left, 0.5);
        Assert.Equal(layout.Top, picture.Top, 0.5);
        Assert.Equal(layout.Right, picture.Right, 0.5);
        Assert.Equal(layout.Bottom, picture.Bottom, 0.5);
    }

    [Fact]
    public void Where_the_page_has_a_marker_the_picture_has_its_colour()
    {
        foreach (var theme in (ReadOnlySpan<ChartTheme>)[ChartTheme.Light, ChartTheme.Dark])
        {
            var chart = SampleCharts.All["lines"];
            using var picture = Decoded(chart, theme);
            var circles = Svg(chart).Descendants().Where(element => element.Name.LocalName == "circle").ToList();
            Assert.Equal(3, circles.Count);
            foreach (var circle in circles)
            {
                var expected = (string?)circle.Attribute("class") == "hollow" ? theme.Paper : theme.Of(((LineMark)chart.Marks[0]).Style);
                Assert.Equal(expected, Colour(picture, Number(circle, "cx"), Number(circle, "cy")));
            }
        }
    }

    [Fact]
    public void Grid_lines_and_axes_are_where_the_page_has_them()
    {
        var chart = SampleCharts.All["series"];
        var layout = ChartLayout.Of(chart, titled: true);
        using var picture = Decoded(chart, ChartTheme.Light);
        Assert.NotEmpty(layout.YTicks.Skip(1));
        foreach (var tick in layout.YTicks.Skip(1))
        {
            // Just inside the plot's left end, where no mark is.
            Assert.NotEqual(ChartTheme.Light.Paper, Colour(picture, layout.Left + 1, layout.Y(tick.Value)));
            Assert.Equal(ChartTheme.Light.Paper, Colour(picture, layout.Left - 3, layout.Y(tick.Value)));
            Assert.Equal(ChartTheme.Light.Paper, Colour(picture, layout.Left + 1, layout.Y(tick.Value) - 3));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_has_twice_the_size_and_text_is_on_it_in_both_inks(string name)
    {
        foreach (var theme in (ReadOnlySpan<ChartTheme>)[ChartTheme.Light, ChartTheme.Dark])
        {
            var chart = SampleCharts.All[name];
            var layout = ChartLayout.Of(chart, titled: true);
            using var picture = Decoded(chart, theme);
            Assert.Equal((chart.Width * Zoom, layout.Height * Zoom), (picture.Width, picture.Height));
            Assert.Equal(theme.Paper, Colour(picture, chart.Width - 1, 1));
            Assert.Contains(Within(picture, 0, 0, picture.Width, 20 * Zoom), colour => colour == theme.Ink);
            Assert.Contains(Within(picture, 0, 26 * Zoom, picture.Width, picture.Height), colour => colour == theme.Soft);
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Nothing_is_cut_off_at_the_edges_of_a_runs_charts(string run) =>
        Assert.All(ReportCharts.Of(RunSummary.Of(SyntheticRuns.All[run].Value)), EdgesAreEmpty);

    [Fact]
    public void Nothing_is_cut_off_at_the_edges_of_other_charts()
    {
        Assert.All(SampleCharts.All.Values, EdgesAreEmpty);
        Assert.All(ComparisonCharts.Of(InventedComparison.Report()), EdgesAreEmpty);
        Assert.All(HistoryCharts.Of(Report(InventedHistory.Step(30, 8, 1.1))), EdgesAreEmpty);
        Assert.All(HistoryCharts.Of(Report(InventedHistory.Step(3, 0, 1))), EdgesAreEmpty);
    }

    [Fact]
    public void The_same_chart_has_the_same_bytes_on_whatever_thread()
    {
        var renderer = new PngChartRenderer(ChartTheme.Light);
        var charts = SampleCharts.All.Values.ToList();
        var alone = charts.Select(renderer.Render).ToList();
        var together = new byte[4 * charts.Count][];
        Parallel.For(
            0,
            together.Length,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => together[i] = renderer.Render(charts[i % charts.Count]));
        Assert.All(together.Index(), picture => Assert.Equal(alone[picture.Index % charts.Count], picture.Item));
    }

    [Fact]
    public void The_font_has_every_character_that_figures_and_sentences_are_written_with()
    {
        var written = SyntheticRuns.All.Where(run => run.Key != "hostile").SelectMany(
            run => ReportCharts.Of(RunSummary.Of(run.Value.Value)))
            .SelectMany(chart => ChartLayout.Of(chart, titled: true) is var layout
                ? layout.Titles().Concat(MarkWords.Of(layout).Select(words => words.Text)).Select(text => text.Text)
                    .Concat(layout.XTicks.Concat(layout.YTicks).Select(tick => tick.Label))
                : [])
            .Append("µ × – … ≤ ≥ ± ÷ − % → ●  ÄÖÜß éèç ñ Ω Жя ²")
            .SelectMany(text => text.EnumerateRunes()).Select(rune => rune.Value).Distinct().ToArray();
        Assert.Contains('µ', written.Select(rune => (char)rune));
        foreach (var bold in (ReadOnlySpan<bool>)[false, true])
        {
            Assert.All(written, rune => Assert.True(EmbeddedFont.Typeface(bold).ContainsGlyph(rune), $"U+{rune:X4}"));
        }
    }

    private static List<double> Places(IEnumerable<MarkShape> shapes) =>
    [
        .. shapes.SelectMany(shape => shape switch
        {
            Stroke stroke => stroke.Points.SelectMany(point => (double[])[point.X, point.Y]),
            Area area => area.Points.SelectMany(point => (double[])[point.X, point.Y]),
            ProtoBench.Reports.Charts.Box box => [box.X, box.Y, box.X + box.Width, box.Y + box.Height],
            Marker marker => [marker.X, marker.Y],
            _ => throw new ArgumentOutOfRangeException(nameof(shapes), shape, "What is this?"),
        }),
    ];

    private static void EdgesAreEmpty(Chart chart)
    {
        using var picture = Decoded(chart, ChartTheme.Light);
        var edges = Within(picture, 0, 0, 1, picture.Height)
            .Concat(Within(picture, picture.Width - 1, 0, picture.Width, picture.Height))
            .Concat(Within(picture, 0, 0, picture.Width, 1))
            .Concat(Within(picture, 0, picture.Height - 1, picture.Width, picture.Height));
        Assert.True(edges.All(colour => colour == ChartTheme.Light.Paper), $"{chart.Title}: something runs over the picture's edge");
    }

    private static IEnumerable<string> Within(SKBitmap picture, int left, int top, int right, int bottom)
    {
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                yield return Hex(picture.GetPixel(x, y));
            }
        }
    }

    private static SKBitmap Decoded(Chart chart, ChartTheme theme) => SKBitmap.Decode(new PngChartRenderer(theme).Render(chart));

    private static string Colour(SKBitmap picture, double x, double y) => Hex(picture.GetPixel((int)(x * Zoom), (int)(y * Zoom)));

    private static string Hex(SKColor colour) => $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}";

    private static double Number(XElement element, string attribute) =>
        double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);

    private static XElement Svg(Chart chart)
    {
        using var output = new StringWriter();
        new SvgChartRenderer(SvgMode.Standalone).Render(chart, output);
        return XDocument.Parse(output.ToString()).Root!;
    }

    private static HistoryReport Report(IReadOnlyList<HistoryPoint> points) =>
        HistoryReport.Of("store", InventedHistory.Content(points), HistorySeriesBuilder.Watched);
}
