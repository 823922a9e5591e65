using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Pages of comparisons, made by the commands that compare and by those that take any stored result.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class PageCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PageCommandTests()
    {
        var folder = PairFolder.Create(_folder.File("ab"), SamplePages.Pairs with { Pairs = [] });
        foreach (var pair in SamplePages.Pairs.Pairs)
        {
            folder.Append(pair);
        }

        StoredRun.Write(SyntheticRuns.All["quick"].Value, _folder.File("first"));
    }

    [Fact]
    public async Task The_folder_of_an_ab_is_reported_shown_and_exported()
    {
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, "report", "ab");
        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Contains("Did anything become slower?", File.ReadAllText(_folder.File("ab/report.html")), StringComparison.Ordinal);

        using var pictures = await ProtobenchProcess.RunAsync(_folder.Path, "report", "ab", "--svg", "charts");
        Assert.True(pictures.ExitCode == 0, pictures.Error);
        Assert.NotEmpty(Directory.GetFiles(_folder.File("charts"), "*.svg"));

        using var show = await ProtobenchProcess.RunAsync(_folder.Path, "show", "ab");
        Assert.True(show.ExitCode == 0, show.Error);
        var headline = SuiteJudge.Judge(PairedComparison.Of(SamplePages.Pairs), new ComparisonRule()).Headline;
        Assert.Contains(headline, show.Output, StringComparison.Ordinal);

        using var export = await ProtobenchProcess.RunAsync(_folder.Path, "export", "ab", "--format", "junit");
        Assert.True(export.ExitCode == 0, export.Error);
        Assert.StartsWith("<?xml", export.Output, StringComparison.Ordinal);

        foreach (var arguments in new[] { new[] { "export", "ab", "--format", "bencher" }, ["report", "ab", "--hgrm", "x"] })
        {
            using var refused = await ProtobenchProcess.RunAsync(_folder.Path, arguments);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("is a comparison", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Gate_and_compare_write_a_page_where_they_are_asked_to()
    {
        using var gate = await ProtobenchProcess.RunAsync(_folder.Path, "gate", "ab", "-o", "gate.html");
        Assert.Contains("Does it pass?", File.ReadAllText(_folder.File("gate.html")), StringComparison.Ordinal);
        Assert.Contains("What does the policy say?", File.ReadAllText(_folder.File("gate.html")), StringComparison.Ordinal);
        using var compare = await ProtobenchProcess.RunAsync(_folder.Path, "compare", "first", "first", "-o", "both/");
        Assert.True(compare.ExitCode == 0, compare.Error);
        Assert.Contains("page: both/report.html", compare.Error, StringComparison.Ordinal);
        Assert.Contains("Did anything become slower?", File.ReadAllText(_folder.File("both/report.html")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
