using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Reports.Exports;
using ProtoBench.Tests.History;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Exports;

/// <summary>JUnit, annotations and step summaries of runs, comparisons, gates and histories.</summary>
public sealed class CheckExportTests
{
    public static TheoryData<string> Names => [.. Suites.Keys];

    private static HistoryReport History { get; } =
        HistoryReport.Of("results/history", InventedHistory.Content(InventedHistory.Step(30, 8, 1.1)), HistorySeriesBuilder.Watched);

    private static Dictionary<string, CheckSuite> Suites { get; } = SyntheticRuns.All
        .ToDictionary(run => run.Key, run => CheckSuites.Of(run.Value.Value))
        .Append(KeyValuePair.Create("gate", CheckSuites.Of(InventedComparison.Gate())))
        .Append(KeyValuePair.Create("comparison", CheckSuites.Of(InventedComparison.Report())))
        .Append(KeyValuePair.Create("history", CheckSuites.Of(History)))
        .Append(KeyValuePair.Create("empty", CheckSuites.Of(InventedComparison.Report() with { Metrics = [] })))
        .ToDictionary();

    [Theory]
    [InlineData("gate")]
    [InlineData("comparison")]
    [InlineData("history")]
    [InlineData("concurrency-sweep")]
    [InlineData("hostile")]
    public void JUnit_and_annotations_are_as_they_were_when_somebody_last_read_them(string name)
    {
        Golden.Matches(name + ".junit.xml", JUnitXml.Of(Suites[name]));
        Golden.Matches(name + ".annotations.txt", GitHubAnnotations.Of(Suites[name]));
    }

    [Fact]
    public void Step_summaries_are_as_they_were_when_somebody_last_read_them()
    {
        Golden.Matches("gate.summary.md", GitHubSummary.Of(InventedComparison.Gate()));
        Golden.Matches("comparison.summary.md", GitHubSummary.Of(InventedComparison.Report()));
        Golden.Matches("history.summary.md", GitHubSummary.Of(History));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void JUnit_is_valid_and_its_totals_are_those_of_its_cases(string name)
    {
        var suite = Suites[name];
        var document = Validated(JUnitXml.Of(suite));
        foreach (var element in (XElement[])[document.Root!, document.Root!.Element("testsuite")!])
        {
            Assert.Equal(suite.Checks.Count, Total(element, "tests"));
            Assert.Equal(document.Descendants("testcase").Count(), Total(element, "tests"));
            Assert.Equal(document.Descendants("failure").Count(), Total(element, "failures"));
            Assert.Equal(document.Descendants("error").Count(), Total(element, "errors"));
            Assert.Equal(document.Descendants("skipped").Count(), Total(element, "skipped"));
        }

        var names = document.Descendants("testcase").Select(test => test.Attribute("name")!.Value).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        // GitLab has ignored the attribute and shows the text.
        Assert.All(
            document.Descendants().Where(element => element.Attribute("message") is not null),
            element => Assert.Equal(element.Attribute("message")!.Value, element.Value));
    }

    [Fact]
    public void The_schema_notices_what_is_wrong()
    {
        var text = JUnitXml.Of(Suites["gate"]);
        foreach (var (right, wrong) in (ReadOnlySpan<(string, string)>)
            [
                ("<failure type", "<fail type"),
                ("time=\"0\"", "time=\"0,0\""),
                (" classname=", " class="),
                ("tests=\"5\"", ""),
                ("line=\"5\"", "line=\"0\""),
            ])
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            Assert.ThrowsAny<Exception>(() => Validated(text.Replace(right, wrong, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_suite_is_red_exactly_when_its_command_fails()
    {
        Assert.Equal(0, Suites["quick"].Count(CheckOutcome.Failed) + Suites["quick"].Count(CheckOutcome.Error));
        Assert.Equal(2, Suites["gate"].Count(CheckOutcome.Failed));
        Assert.Equal(1, Suites["gate"].Count(CheckOutcome.Error));
        Assert.Equal(0, Suites["comparison"].Count(CheckOutcome.Error));
        Assert.Equal(1, Suites["comparison"].Count(CheckOutcome.Skipped));
        Assert.Equal(2, Suites["history"].Count(CheckOutcome.Failed));
        Assert.Equal(7, Suites["nothing"].Count(CheckOutcome.Error));
        Assert.Equal(2, Suites["concurrency-sweep"].Count(CheckOutcome.Skipped));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Annotations_are_one_command_a_line_few_enough_and_escaped(string name)
    {
        var lines = GitHubAnnotations.Of(Suites[name]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 0, 9);
        Assert.All(lines, line => Assert.Matches(@"^::(error|warning|notice) ((file|line|title)=[^,:\r\n]*,?)+::[^\r\n]+$", line));
    }

    [Fact]
    public void An_annotation_reads_back_as_what_was_said()
    {
        var line = GitHubAnnotations.Of(Suites["gate"]).Split('\n')[0];
        var (properties, message) = (line[2..].Split("::")[0], line[2..].Split("::", 2)[1]);

        Assert.Equal("file=ci/gates%2Cv1%3Amain.yaml", properties.Split(' ', 2)[1].Split(',')[0]);
        Assert.Contains("line=5", properties, StringComparison.Ordinal);
        Assert.EndsWith(
            "100 % sure",
            message.Replace("%0A", "\n", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.EndsWith("100 %25 sure", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_stays_below_what_GitHub_takes_and_says_what_it_left_out()
    {
        MetricComparison[] many = [.. Enumerable.Range(0, 6_000)
            .Select(i => InventedComparison.Metric($"arm-{i}", "p50", 50, 60, 1.2, 1.1, 1.3, ComparisonVerdict.Slower))];
        var summary = GitHubSummary.Of(InventedComparison.Report(many));

        Assert.InRange(Encoding.UTF8.GetByteCount(summary), 500_000, 1_000_000);
        Assert.Matches(@"\n\d+ rows are left out", summary);
        Assert.Equal(summary.Contains("<details>", StringComparison.Ordinal), summary.Contains("</details>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_summary_tells_what_was_not_judged_from_what_could_not_be_told()
    {
        var looked = InventedComparison.Metric("http2", "p99", 300, 320, 1.07, 0.9, 1.27, ComparisonVerdict.Inconclusive);
        var without = looked with { CellId = "echo/udp/loopback/closed-1", CostRatio = null };
        var summary = GitHubSummary.Of(InventedComparison.Report(looked, without));

        Assert.Matches(@"\| :white_circle: inconclusive \| echo/http2/", summary);
        Assert.Matches(@"\| :white_circle: not judged \| echo/udp/", summary);
    }

    [Fact]
    public void Every_row_of_a_summary_has_as_many_cells_as_its_heading_and_no_name_becomes_markup()
    {
        foreach (var summary in (string[])[
            GitHubSummary.Of(InventedComparison.Gate()),
            GitHubSummary.Of(InventedComparison.Report()),
            GitHubSummary.Of(History),
        ])
        {
            Assert.DoesNotContain("<b>", summary, StringComparison.Ordinal);
            var rows = summary.Split('\n')
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|'))
                .Distinct();
            Assert.Equal(7, Assert.Single(rows));
        }
    }

    private static int Total(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static XDocument Validated(string text)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(SourceFolder.Root, "harness", "ProtoBench.Tests", "Exports", "junit.xsd"));
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument.Load(reader);
    }
}
