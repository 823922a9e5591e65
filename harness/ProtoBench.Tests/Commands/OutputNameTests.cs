using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary><c>-o NAME</c> makes what the name says, and what was written where is told.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class OutputNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputNameTests() => StoredRun.Write(SyntheticRuns.All["quick"].Value, _folder.File("run"));

    [Theory]
    [InlineData("both", "both/report.html", "<!DOCTYPE html>")]
    [InlineData("new/folder", "new/folder/summary.md", "## ")]
    [InlineData("v1.2", "v1.2/results.csv", "trial,")]
    [InlineData("page.html", "page.html", "<!DOCTYPE html>")]
    [InlineData("new/summary.md", "new/summary.md", "## ")]
    [InlineData("cells.csv", "cells.csv", "trial,")]
    public async Task A_report_becomes_what_its_name_says(string name, string file, string beginning)
    {
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, "report", "run", "-o", name);

        Assert.True(report.ExitCode == 0, report.Error);
        Assert.True(File.Exists(_folder.File(file)), file);
        Assert.StartsWith(beginning, File.ReadAllText(_folder.File(file)), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(name, report.Output, StringComparison.Ordinal);
        Assert.Equal(name != file, report.Error.Contains("beside it: summary.md, results.csv", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("report run -o page.pdf", "there is no such report; write a name that ends with .html, .md or .csv")]
    [InlineData("report run -o page.svg", "'report --svg FOLDER'")]
    [InlineData("quick tcp -o page.pdf", "there is no such report")]
    [InlineData("ab quick -o page.html", "a comparison is a folder")]
    [InlineData("export run --format junit -o run", "an export is one file, and this is a folder")]
    public async Task What_a_name_promises_in_vain_is_told_before_anything_is_measured(string command, string sentence)
    {
        using var refused = await ProtobenchProcess.RunAsync(_folder.Path, command.Split(' '));

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("results")));
    }

    [Fact]
    public async Task An_export_makes_the_folders_on_its_way_and_says_where_it_is()
    {
        using var export = await ProtobenchProcess.RunAsync(_folder.Path, "export", "run", "--format", "junit", "-o", "ci/junit.xml");

        Assert.Equal((0, "", "written: ci/junit.xml\n"), (export.ExitCode, export.Output, export.Error));
        Assert.StartsWith("<?xml", File.ReadAllText(_folder.File("ci/junit.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_asked_for_a_page_writes_it_beside_its_folder_and_names_both_last()
    {
        using var run = await ProtobenchProcess.RunAsync(
            _folder.Path, "quick", "unix", "--trials", "1", "--duration", "100ms", "--set", "warm-up=50ms", "-o", "page.html");

        Assert.True(run.ExitCode is 0 or 4, run.Error);
        Assert.Contains("</html>", File.ReadAllText(_folder.File("page.html")), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^report: results/runs/.*-quick/report\.html$", run.Output);
        Assert.Matches(@"beside it: summary\.md, results\.csv, trials\.jsonl(, charts/)?\nwritten: page\.html\n$", run.Error);
    }

    [Fact]
    public async Task Where_results_and_histories_cannot_be_written_the_options_that_choose_another_place_are_named()
    {
        File.WriteAllText(_folder.File("results"), "in the way, also for root");

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "quick", "tcp", "--trials", "1");
        using var history = await ProtobenchProcess.RunAsync(_folder.Path, "history", "add", "run");
        using var doctor = await ProtobenchProcess.RunAsync(_folder.Path, "doctor");

        Assert.Equal((3, 3), (run.ExitCode, history.ExitCode));
        Assert.Contains("choose a folder that can be written with -o FOLDER", run.Error, StringComparison.Ordinal);
        Assert.Contains("choose a folder that can be written with --store FOLDER", history.Error, StringComparison.Ordinal);
        Assert.Matches(@"warn results +cannot be written to results/ here", doctor.Output);
    }

    public void Dispose() => _folder.Dispose();
}
