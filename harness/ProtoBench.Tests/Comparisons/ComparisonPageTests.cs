using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Comparisons;

public sealed class ComparisonPageTests
{
    [Fact]
    public void The_answer_comes_first_and_the_worst_row_first_in_its_chart()
    {
        using var page = Parse(SamplePages.Of("ab"));
        var report = SuiteJudge.Judge(PairedComparison.Of(SamplePages.Pairs), new ComparisonRule());
        Assert.Equal(report.Headline, page.QuerySelector("#answer .say")!.TextContent);
        Assert.NotNull(page.QuerySelector("#answer .verdict.worse"));
        Assert.StartsWith("tcp", page.QuerySelector("figure.headline svg text.name")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#slices svg[role=img]"));
        Assert.Contains("the client was late by itself", page.QuerySelector("#trust")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(report.Metrics.Count, page.QuerySelectorAll("#cells tbody tr").Length);
    }

    [Fact]
    public void In_what_the_sides_differ_is_told_and_what_is_alike_is_not()
    {
        var run = SamplePages.Pairs;
        var differing = run with
        {
            Header = run.Header with
            {
                New = run.Header.New with
                {
                    Scenario = run.Header.New.Scenario with { Pinning = Pinning.None },
                    ServerCommand = "nginx -p {port}",
                },
            },
        };
        var report = SuiteJudge.Judge(PairedComparison.Of(differing), new ComparisonRule());
        var names = ComparisonConditions.Between(report, differing).Select(one => one.Name).ToList();
        Assert.Contains("pinning", names);
        Assert.Contains("program", names);
        Assert.DoesNotContain("seed", names);
        using var output = new StringWriter();
        new ComparisonPage(report, differing).Write(output);
        using var page = Parse(output.ToString());
        Assert.Contains("server: nginx -p {port}", page.QuerySelector("#sides")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_fails_says_so_and_which_rule()
    {
        using var page = Parse(SamplePages.Of("gate"));
        Assert.NotNull(page.QuerySelector("#answer .verdict.worse"));
        Assert.Contains("slower", page.QuerySelector("#gate tbody tr td")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_has_unique_ids_and_references_that_find_their_target()
    {
        foreach (var name in SamplePages.Others)
        {
            using var page = Parse(SamplePages.Of(name));
            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
            Assert.All(page.QuerySelectorAll("details.topic"), topic => Assert.NotEmpty(topic.QuerySelector(".gist")!.TextContent));
        }
    }

    private static IHtmlDocument Parse(string page) => new HtmlParser().ParseDocument(page);
}
