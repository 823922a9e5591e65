using System.Diagnostics;
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

    [Fact]
    public void Every_chart_is_a_picture_on_light_and_on_dark_paper()
    {
        var summary = RunSummary.Of(SyntheticRuns.All["one-arm"].Value);
        var count = ChartFiles.WritePng(summary, _folder.File("charts"));
        var files = Directory.GetFiles(_folder.File("charts"));
        Assert.True(count > 0);
        Assert.Equal(2 * count, files.Length);
        Assert.Equal(count, files.Count(file => file.EndsWith(".dark.png", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_chart_folder_that_cannot_be_written_is_said_in_one_sentence_and_ends_nothing()
    {
        File.WriteAllText(_folder.File(ChartFiles.Folder), "a file where the folder would be");
        using var complaints = new StringWriter();
        Assert.False(ChartFiles.Replace(ReportCharts.Of(RunSummary.Of(SyntheticRuns.All["one-arm"].Value)), _folder.Path, complaints));
        var sentence = Assert.Single(complaints.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("All figures are there without them", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_for_pictures_that_is_a_file_costs_the_pictures_and_not_the_page()
    {
        StoredRun.Write(SyntheticRuns.All["one-arm"].Value, _folder.File("run"));
        File.WriteAllText(_folder.File("taken"), "");
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, "report", "run", "--png", "taken", "-o", "page.html");
        Assert.Equal(3, report.ExitCode);
        Assert.StartsWith("protobench: no charts in taken: ", report.Error, StringComparison.Ordinal);
        Assert.Single(report.Error.TrimEnd().Split('\n'));
        Assert.True(File.Exists(_folder.File("page.html")));
    }

    [Fact]
    public async Task Without_skias_native_library_only_the_pictures_are_missing()
    {
        StoredRun.Write(SyntheticRuns.All["one-arm"].Value, _folder.File("run"));
        Directory.CreateDirectory(_folder.File("program"));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => !Path.GetFileName(file).StartsWith("libSkiaSharp", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(_folder.File("program"), Path.GetFileName(file)));
        }

        var (exitCode, error) = await RunAsync(_folder.File("program/protobench"), "report", "run", "--png", "charts", "-o", "page.html");
        Assert.Equal(3, exitCode);
        Assert.Contains("libSkiaSharp", error, StringComparison.Ordinal);
        Assert.Contains("scripts/build.sh", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.True(File.Exists(_folder.File("page.html")));
        Assert.Empty(Directory.GetFiles(_folder.File("charts")));
    }

    [MountFact]
    public async Task A_machine_without_fonts_draws_the_same_bytes()
    {
        StoredRun.Write(SyntheticRuns.All["one-arm"].Value, _folder.File("run"));
        var program = Path.Combine(AppContext.BaseDirectory, "protobench");
        const string Without = "for d in /usr/share/fonts /usr/local/share/fonts /etc/fonts; do [ -d $d ] && mount -t tmpfs none $d; done; exec \"$@\"";
        var (drawn, complaint) = await RunAsync(program, "report", "run", "--png", "with");
        Assert.Equal((0, ""), (drawn, complaint));
        var (bare, words) = await RunAsync("unshare", "-m", "sh", "-c", Without, "sh", program, "report", "run", "--png", "without");
        Assert.Equal((0, ""), (bare, words));
        var names = Directory.GetFiles(_folder.File("with")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names, Directory.GetFiles(_folder.File("without")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.File("with"), name!)), File.ReadAllBytes(Path.Combine(_folder.File("without"), name!))));
    }

    private async Task<(int ExitCode, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await output;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, error);
    }

    public void Dispose() => _folder.Dispose();
}
