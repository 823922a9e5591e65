using System.Xml.Linq;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Commands;
using ProtoBench.Reports.Figures;
using ProtoBench.Reports.Html;
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

    [Theory]
    [InlineData("quick")]
    [InlineData("bulk")]
    [InlineData("hostile")]
    public void Every_chart_of_the_page_is_a_picture_on_light_and_one_on_dark_paper(string name)
    {
        var summary = RunSummary.Of(SyntheticRuns.All[name].Value);
        var count = ChartFiles.WritePng(summary, _folder.File("charts"));
        var files = Directory.GetFiles(_folder.File("charts")).Select(file => Path.GetFileName(file)!).ToHashSet(StringComparer.Ordinal);
        var names = ChartFileNames.Of(ReportCharts.Of(summary));
        Assert.Equal(count, names.Count);
        Assert.Equal(names.SelectMany(chart => (string[])[chart + ".png", chart + ".dark.png"]).Order(), files.Order());
        Assert.All(files, file => Assert.True(File.ReadAllBytes(_folder.File("charts/" + file)).AsSpan(1, 3).SequenceEqual("PNG"u8)));
    }

    [Fact]
    public void Pictures_of_a_result_replace_those_of_charts_it_no_longer_has_and_nothing_else()
    {
        var charts = ReportCharts.Of(RunSummary.Of(SyntheticRuns.All["one-arm"].Value));
        Directory.CreateDirectory(_folder.File("charts"));
        File.WriteAllText(_folder.File("charts/gone.png"), "old");
        File.WriteAllText(_folder.File("charts/notes.txt"), "mine");
        using var complaints = new StringWriter();

        Assert.True(ChartFiles.Replace(charts, _folder.Path, complaints));

        Assert.Empty(complaints.ToString());
        Assert.False(File.Exists(_folder.File("charts/gone.png")));
        Assert.True(File.Exists(_folder.File("charts/notes.txt")));
        Assert.Equal(2 * charts.Count, Directory.GetFiles(_folder.File("charts"), "*.png").Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_in_one_sentence()
    {
        File.WriteAllText(_folder.File("charts"), "a file where the folder should be");
        using var complaints = new StringWriter { NewLine = "\n" };

        Assert.False(ChartFiles.Replace(ReportCharts.Of(RunSummary.Of(SyntheticRuns.All["one-arm"].Value)), _folder.Path, complaints));

        var line = Assert.Single(complaints.ToString().TrimEnd('\n').Split('\n'));
        Assert.StartsWith("protobench: no charts as pictures in ", line, StringComparison.Ordinal);
        Assert.EndsWith("All figures are there without them.", line, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
