using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Statistics;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class IntervalTests
{
    [Theory]
    [InlineData(new double[] { 50, 55, 60 }, "95 % CI 43.7–68.8 µs")]
    [InlineData(new double[] { 50, 60 }, "95 % CI 17.2–174 µs")]
    [InlineData(new double[] { 50, 5_000 }, "too few trials to bound it")]
    [InlineData(new double[] { 50, 60, 50_000 }, "too few trials to bound it")]
    [InlineData(new double[] { 1, 10_000, 2, 30_000 }, "too noisy to bound it")]
    [InlineData(new double[] { 50 }, "one trial, no interval")]
    public void An_interval_that_says_nothing_is_said_to_and_not_printed(double[] values, string clause)
    {
        var figure = Figure(values);

        Assert.Equal(clause, figure.IntervalClause);
        Assert.DoesNotContain("ns", figure.IntervalText, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_trials_of_which_one_measured_nothing_are_not_called_one_trial()
    {
        var figure = Figure([0, 1, 2, 3]) with { Low = null, High = null };

        Assert.Equal(("no interval", "no interval"), (figure.IntervalText, figure.IntervalClause));
    }

    [Theory]
    [InlineData(1.02, 1.14, "1.08× (1.02–1.14)")]
    [InlineData(0.0001, 90_000, "1.08× (too few or too uneven to bound it)")]
    [InlineData(0, double.PositiveInfinity, "1.08× (too few or too uneven to bound it)")]
    public void A_factor_has_its_interval_only_where_that_says_something(double low, double high, string text) =>
        Assert.Equal(text, RatioText.Of(1.08, low, high));

    [Fact]
    public void A_comparison_prints_no_change_of_millions_of_per_cent()
    {
        var row = new MetricComparison
        {
            CellId = "echo/tcp/loopback/closed-1",
            Verdict = ComparisonVerdict.Inconclusive,
            CellName = "tcp",
            Metric = "p50",
            Unit = "µs",
            LowerIsBetter = true,
            Margin = 0.05,
            CostRatio = 1.5,
            CostLow = 1e-6,
            CostHigh = 1e6,
            BaseTrials = 3,
            NewTrials = 3,
            Sentence = "",
        };

        Assert.Equal("+50.0 % (too few or too uneven to bound it)", ComparisonSentence.Change(row));
    }

    [Fact]
    public void No_report_for_people_prints_such_an_interval_and_the_spreadsheet_keeps_the_values()
    {
        var run = SyntheticRuns.Quick(trials: 2);
        var wild = run with
        {
            Trials = [.. run.Trials.Select(trial => trial.Repetition == 1 ? trial : trial with
            {
                ResponseMicroseconds = trial.ResponseMicroseconds! with { P50 = trial.ResponseMicroseconds.P50 * 50_000 },
            })],
        };

        var summary = RunSummary.Of(wild);
        foreach (var report in new IReport[] { new TextReport(), new MarkdownReport(), new HtmlReport() })
        {
            using var text = new StringWriter();
            report.Render(summary, text);
            Assert.Contains("too few trials", text.ToString(), StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\d ns\D{1,3}\d+ s\b", text.ToString());
        }

        using var sheet = new StringWriter();
        new CsvReport().Render(summary, sheet);
        var largest = wild.Trials.Max(trial => trial.ResponseMicroseconds!.P50!.Value);
        Assert.Contains(
            sheet.ToString().Split(',', '\n'),
            field => double.TryParse(field, CultureInfo.InvariantCulture, out var value) && Math.Abs(value - largest) < 1);
    }

    private static Figure Figure(double[] values)
    {
        var interval = values.All(value => value > 0) ? TrialInterval.Of(values) : null;
        return new Figure
        {
            Metric = Metrics.P50,
            Trials = [.. values.Select((value, index) => new TrialValue(index + 1, value))],
            Centre = interval?.GeometricMean ?? 0,
            Low = interval?.Low,
            High = interval?.High,
        };
    }
}
