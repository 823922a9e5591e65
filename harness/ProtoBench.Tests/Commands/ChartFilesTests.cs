using System.Xml.Linq;
using ProtoBench.Commands;
using ProtoBench.Reports;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

public sealed class ChartFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("quick")]
    [InlineData("bulk")]
    [InlineData("hostile")]
    public void Every_chart_of_the_page_is_a_well_formed_file_with_literal_colours(string name)
    {
        var summary = RunSummary.Of(SyntheticRuns.All[name].Value);
        var count = ChartFiles.WriteSvg(summary, _folder.File("charts"));
        var files = Directory.GetFiles(_folder.File("charts"));
        Assert.Equal(count, files.Length);
        Assert.Equal(Rendered.Text(new HtmlReport(), summary).Split("role=\"img\"").Length - 1, count);
        foreach (var text in files.Select(File.ReadAllText))
        {
            Assert.Equal("{http://www.w3.org/2000/svg}svg", XDocument.Parse(text).Root!.Name.ToString());
            Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
        }
    }

    [RsvgFact]
    public void Rsvg_convert_draws_a_chart_in_its_colours_at_twice_its_size()
    {
        var run = SyntheticRuns.All["one-arm"].Value;
        var count = ChartFiles.WritePng(RunSummary.Of(run), _folder.File("charts"));
        var files = Directory.GetFiles(_folder.File("charts"), "*.png");
        Assert.Equal(count, files.Length);
        var png = File.ReadAllBytes(files.Order(StringComparer.Ordinal).First(file => file.Contains("throughput", StringComparison.Ordinal)));
        Assert.True(png.AsSpan(1, 3).SequenceEqual("PNG"u8));
        ChartFiles.WriteSvg(RunSummary.Of(run), _folder.File("drawings"));
        var svg = XDocument.Load(Directory.GetFiles(_folder.File("drawings"), "*throughput*.svg").Order(StringComparer.Ordinal).First());
        Assert.Equal(2 * (int)svg.Root!.Attribute("width")!, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Fact]
    public async Task Without_rsvg_convert_it_names_the_package()
    {
        var run = SyntheticRuns.All["one-arm"].Value;
        StoredRun.Write(run, _folder.File("run"));
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, new Dictionary<string, string> { ["PATH"] = _folder.Path }, "report", "run", "--png", "charts");
        Assert.Equal(3, report.ExitCode);
        Assert.Contains("librsvg2-bin", report.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
