using System.Text.RegularExpressions;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class TextReportsTests
{
    public static TheoryData<string> Names => [.. SyntheticRuns.All.Keys];

    [Theory]
    [InlineData("quick")]
    [InlineData("one-trial")]
    [InlineData("concurrency-sweep")]
    [InlineData("bulk")]
    [InlineData("nothing")]
    [InlineData("hostile")]
    public void The_text_and_Markdown_of_a_run_are_as_they_were_when_somebody_last_read_them(string name)
    {
        Golden.Matches(name + ".txt", Rendered.Text(new TextReport(), SyntheticRuns.All[name].Value));
        Golden.Matches(name + ".md", Rendered.Text(new MarkdownReport(), SyntheticRuns.All[name].Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_fits_a_terminal_of_120_columns_and_does_not_command_it(string name)
    {
        var text = Rendered.Text(new TextReport(), SyntheticRuns.All[name].Value);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_fits_a_terminal_of_80_columns_and_has_every_figure_all_the_same(string name)
    {
        var wide = Rendered.Text(new TextReport(), SyntheticRuns.All[name].Value);

        var narrow = Rendered.Text(new TextReport(paper: new TextPaper(80)), SyntheticRuns.All[name].Value);

        Assert.All(narrow.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(Words(wide).Order(StringComparer.Ordinal), Words(narrow).Order(StringComparer.Ordinal));

        // What folding repeats, and what wrapping takes apart, is the same set of words.
        static IEnumerable<string> Words(string text) =>
            text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsAsciiDigit(word[0])).Distinct();
    }

    [Fact]
    public void Two_long_names_that_begin_alike_are_told_apart()
    {
        var scenario = SyntheticRuns.Quick().Plan.Scenario;
        string[] labels = ["tcp-through-the-proxy-of-the-old-network", "tcp-through-the-proxy-of-the-new-network"];
        var arms = labels.Select(label => new Arm { Label = label, Protocol = "tcp" });
        var run = new SyntheticRun(scenario with { Arms = [.. arms] }).Result();

        var text = Rendered.Text(new TextReport(pictures: true, new TextPaper(80)), run);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches("(?m)^tcp-through-the-[a-z-]*  .*\n  [a-z-]*old-network$", text);
        Assert.Matches("(?m)^tcp-through-the-[a-z-]*  .*\n  [a-z-]*new-network$", text);
        Assert.DoesNotContain('…', text);
    }

    [Fact]
    public void Colour_marks_the_best_and_what_is_undecided_only_where_there_is_colour()
    {
        var run = SyntheticRuns.All["quick"].Value;

        var coloured = Rendered.Text(new TextReport(paper: new TextPaper(Colour: true)), run);

        Assert.Matches("(?m)^\e\\[32munix .* 1\\.00×\\* .*\e\\[0m$", coloured);
        Assert.Contains("\e[32m* best p50\e[0m; \e[33m~ undecided\e[0m", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[31m", coloured, StringComparison.Ordinal);
        Assert.Equal(Rendered.Text(new TextReport(), run), Regex.Replace(coloured, "\e\\[[0-9]*m", ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_csv_has_one_row_for_every_trial_and_as_many_fields_as_its_header(string name)
    {
        var run = SyntheticRuns.All[name].Value;
        var rows = Csv.Parse(Rendered.Text(new CsvReport(), run));
        Assert.Equal(run.Trials.Count + 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal(rows[0].Count, rows[0].Distinct().Count());
        var status = rows[0].IndexOf("status");
        Assert.Equal(run.Trials.Select(trial => trial.Status.ToString().ToLowerInvariant()), rows.Skip(1).Select(row => row[status]));
    }

    [Fact]
    public void The_csv_loses_no_digit_and_no_character()
    {
        var run = SyntheticRuns.All["hostile"].Value;
        var rows = Csv.Parse(Rendered.Text(new CsvReport(), run));
        var (arm, p50, reasons) = (rows[0].IndexOf("arm"), rows[0].IndexOf("response_p50_us"), rows[0].IndexOf("reasons"));
        foreach (var (trial, row) in run.Trials.Zip(rows.Skip(1)))
        {
            Assert.Equal(run.Plan.Cells.Single(cell => cell.Id == trial.CellId).Arm.Label, row[arm]);
            Assert.Equal(trial.ResponseMicroseconds!.P50!.Value, double.Parse(row[p50]));
            Assert.Equal(string.Join("; ", trial.Reasons), row[reasons]);
        }
    }

    [Theory]
    [InlineData("=HYPERLINK(1)")]
    [InlineData("+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void A_text_that_a_spreadsheet_would_run_is_a_text_and_a_negative_number_a_number(string formula)
    {
        var run = SyntheticRuns.All["one-arm"].Value;
        var trial = run.Trials[0] with { Notes = [formula], Seconds = -1.5 };
        var rows = Csv.Parse(Rendered.Text(new CsvReport(), run with { Trials = [trial] }));
        Assert.Equal("'" + formula, rows[1][rows[0].IndexOf("notes")]);
        Assert.Equal("-1.5", rows[1][rows[0].IndexOf("seconds")]);
    }

    [Fact]
    public void Markdown_has_one_chart_in_which_better_arms_stand_further_left()
    {
        var text = Rendered.Text(new MarkdownReport(), SyntheticRuns.All["quick"].Value);
        var chart = text.Split("```text\n")[1].Split("```")[0].Split('\n');
        Assert.Equal(2, text.Split("```text").Length);
        int Place(string arm) => chart.Single(line => line.StartsWith(arm + " ", StringComparison.Ordinal)).IndexOf('●');
        Assert.True(Place("unix") < Place("http1") && Place("http1") < Place("grpc"));
    }

    [Fact]
    public void Markdown_rows_have_as_many_cells_as_their_header_even_with_bars_in_names()
    {
        foreach (var (_, run) in SyntheticRuns.All)
        {
            var tables = Rendered.Text(new MarkdownReport(), run.Value)
                .Split("\n\n")
                .Where(block => block.StartsWith("| ", StringComparison.Ordinal));
            Assert.All(tables, table => Assert.Single(table.TrimEnd().Split('\n').Select(Bars).Distinct()));
        }
    }

    private static int Bars(string line) => line.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|');
}
