using System.Buffers.Binary;
using ProtoBench.Charts;
using ProtoBench.Charts.Png;
using Xunit;
using Coordinates = ScottPlot.Coordinates;
using Pixel = ScottPlot.Pixel;
using Plot = ScottPlot.Plot;

namespace ProtoBench.Tests.Charts;

public sealed class PngChartRendererTests
{
    // A pixel of a picture at twice its size, in drawing units.
    private const double OnePixel = 1.0 / PngChartRenderer.Zoom;

    public static TheoryData<string> Names => [.. SampleCharts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_twice_the_size_of_the_drawing_and_the_same_every_time(string name)
    {
        var chart = SampleCharts.All[name];
        var (width, height) = PngChartRenderer.SizeOf(ChartLayout.Of(chart, titled: true));
        var light = new PngChartRenderer(ChartTheme.Light).Render(chart);
        Assert.True(light.AsSpan(1, 3).SequenceEqual("PNG"u8));
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(light.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(light.AsSpan(20))));
        Assert.Equal(light, new PngChartRenderer(ChartTheme.Light).Render(chart));
        Assert.NotEqual(light, new PngChartRenderer(ChartTheme.Dark).Render(chart));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_and_page_place_each_mark_within_a_pixel(string name)
    {
        var layout = ChartLayout.Of(SampleCharts.All[name], titled: true);
        if (layout.Chart.IsEmpty)
        {
            return;
        }

        var (width, height) = PngChartRenderer.SizeOf(layout);
        using var plot = new PngChartRenderer(ChartTheme.Light).PlotOf(layout);
        plot.RenderInMemory(width, height);
        var area = new PlotArea(layout.Chart, coordinates => Units(plot, coordinates));
        Assert.InRange(area.Left, layout.Left - OnePixel, layout.Left + OnePixel);
        Assert.InRange(area.Right, layout.Right - OnePixel, layout.Right + OnePixel);
        Assert.InRange(area.Top, layout.Top - OnePixel, layout.Top + OnePixel);
        Assert.InRange(area.Bottom, layout.Bottom - OnePixel, layout.Bottom + OnePixel);
        foreach (var mark in layout.Chart.Marks)
        {
            var page = MarkShapes.Of(mark, layout).SelectMany(Points).ToList();
            var picture = MarkShapes.Of(mark, area).SelectMany(Points).ToList();
            Assert.Equal(page.Count, picture.Count);
            Assert.All(page.Zip(picture), pair =>
            {
                Assert.InRange(pair.Second.X, pair.First.X - OnePixel, pair.First.X + OnePixel);
                Assert.InRange(pair.Second.Y, pair.First.Y - OnePixel, pair.First.Y + OnePixel);
            });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_font_of_pictures_has_every_letter_that_charts_use(bool bold)
    {
        foreach (var letter in "abcXYZ0189µ×–≤…%·→±ü")
        {
            Assert.True(EmbeddedFont.Typeface(bold).GetGlyph(letter) != 0, $"no glyph for {letter}");
        }
    }

    // ScottPlot answers in pixels of the picture.
    private static Pixel Units(Plot plot, Coordinates coordinates)
    {
        var pixel = plot.GetPixel(coordinates);
        return new Pixel(pixel.X / PngChartRenderer.Zoom, pixel.Y / PngChartRenderer.Zoom);
    }

    private static IEnumerable<(double X, double Y)> Points(MarkShape shape) => shape switch
    {
        Stroke stroke => stroke.Points,
        Area area => area.Points,
        Box box => [(box.X, box.Y), (box.X + box.Width, box.Y + box.Height)],
        Marker marker => [(marker.X, marker.Y)],
        _ => throw new ArgumentException($"{shape.GetType().Name} has no points", nameof(shape)),
    };
}
