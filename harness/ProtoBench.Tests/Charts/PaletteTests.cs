using System.Globalization;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Charts;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class PaletteTests
{
    [Fact]
    public void A_known_protocol_looks_the_same_whatever_else_is_in_the_run()
    {
        var alone = new Palette([Arm("grpc", "grpc")]);
        var together = new Palette([Arm("tcp", "tcp"), Arm("other", "other"), Arm("grpc", "grpc")]);
        Assert.Equal(alone["grpc"], together["grpc"] with { Series = 0 });
    }

    [Fact]
    public void Twenty_arms_differ_in_colour_dashes_or_marker()
    {
        var arms = Enumerable.Range(0, 20).Select(i => Arm($"tcp-{i}", "tcp")).ToList();
        var palette = new Palette(arms);
        Assert.Equal(20, arms.Select(arm => palette[arm.Label] with { Name = "", Series = 0 }).Distinct().Count());
    }

    [Fact]
    public void Every_colour_can_be_read_as_text_on_its_paper()
    {
        Assert.All(Palette.Colours, colour =>
        {
            Assert.InRange(Contrast(colour.Light, ChartStyleSheet.LightPaper), 4.5, 21);
            Assert.InRange(Contrast(colour.Dark, ChartStyleSheet.DarkPaper), 4.5, 21);
        });
    }

    // WCAG 2.2, definitions of contrast ratio and relative luminance.
    private static double Contrast(string a, string b)
    {
        var (lighter, darker) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string hex) => (0.2126 * Channel(hex, 1)) + (0.7152 * Channel(hex, 3)) + (0.0722 * Channel(hex, 5));

    private static double Channel(string hex, int start)
    {
        var value = int.Parse(hex.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static Arm Arm(string label, string protocol) => new() { Label = label, Protocol = protocol };
}
