using ProtoBench.Commands;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReportCommandTests()
    {
        StoredRun.Write(SyntheticRuns.All["quick"].Value, _folder.File("first"));
        StoredRun.Write(SyntheticRuns.All["one-trial"].Value, _folder.File("second"));
    }

    [Fact]
    public async Task Several_runs_become_one_report_under_their_labels_in_a_chosen_folder()
    {
        using var report = await ProtobenchProcess.RunAsync(
            _folder.Path, "report", "first", "second", "--label", "A=before", "-o", "both/", "--svg", "both/charts");

        Assert.True(report.ExitCode == 0, report.Error);
        Assert.EndsWith("both/report.html\n", report.Output, StringComparison.Ordinal);
        Assert.Contains("tcp (before)", File.ReadAllText(_folder.File("both/report.html")), StringComparison.Ordinal);
        Assert.Contains("tcp (B)", File.ReadAllText(_folder.File("both/summary.md")), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(_folder.File("both/charts"), "*.svg"));
        Assert.Equal(5, File.ReadLines(_folder.File("both/results.csv"))
            .Count(row => row.Contains("echo/tcp (before)/loopback/closed-1", StringComparison.Ordinal)));
        Assert.False(File.Exists(_folder.File("first/report.html")));
    }

    [Theory]
    [InlineData("report", "first", "second")]
    [InlineData("report", "first", "--label", "A=x")]
    [InlineData("report", "first", "second", "--label", "C=x", "-o", "x.html")]
    [InlineData("report", "first", "second", "--label", "A=B", "-o", "x.html")]
    [InlineData("show", "first", "second", "--label", "before")]
    public async Task Labels_that_name_nothing_and_places_that_are_missing_exit_with_2_and_say_why(params string[] arguments)
    {
        using var report = await ProtobenchProcess.RunAsync(_folder.Path, arguments);

        Assert.Equal(2, report.ExitCode);
        Assert.StartsWith("protobench: ", report.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_draws_blocks_or_where_the_terminal_knows_ascii_only_nothing_else()
    {
        using var unicode =
            await ProtobenchProcess.RunAsync(_folder.Path, new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" }, "show", "first");
        using var ascii =
            await ProtobenchProcess.RunAsync(_folder.Path, new Dictionary<string, string> { ["LC_ALL"] = "C" }, "show", "first");

        Assert.Contains('█', unicode.Output);
        Assert.DoesNotContain('\u001b', unicode.Output);
        Assert.All(ascii.Output, character => Assert.InRange(character, '\n', '~'));
        Assert.Equal(unicode.Output.Split('\n').Select(line => line.Length), ascii.Output.Split('\n').Select(line => line.Length));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("de_DE.UTF-8@euro", true)]
    [InlineData("C.utf8", true)]
    [InlineData("C", false)]
    [InlineData("POSIX", false)]
    [InlineData("en_US.ISO-8859-1", false)]
    public void The_locale_says_whether_more_than_ascii_can_be_shown(string? locale, bool unicode) =>
        Assert.Equal(unicode, Terminals.AllowsUnicode(locale));

    public void Dispose() => _folder.Dispose();
}
