using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Workloads.Copies;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class OwnFiguresReportTests
{
    [Fact]
    public void The_figures_of_one_kind_stand_in_a_table_of_their_own_and_those_asked_for_first_in_a_line()
    {
        var page = Rendered.Text(new HtmlReport(), AsCopies(SyntheticRuns.Quick()));

        Assert.Contains("What came of it?", page, StringComparison.Ordinal);
        Assert.Contains(
            "Failed after all: 0 % (tcp) to 1.50 % (http1). Carried out once more, per exchange: 0.90 % (tcp).",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<caption>copies</caption>", page, StringComparison.Ordinal);

        // None of its cells has them, or they only stand aside.
        var table = page[page.IndexOf("<caption>copies</caption>", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("</table>", StringComparison.Ordinal)];
        Assert.Contains("failed after all", table, StringComparison.Ordinal);
        Assert.DoesNotContain("failed, outcome unknown", table, StringComparison.Ordinal);
        Assert.DoesNotContain("connections opened for further requests", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_without_such_figures_have_no_table_of_them() => Assert.DoesNotContain(
        "What came of it?", Rendered.Text(new HtmlReport(), SyntheticRuns.Quick()), StringComparison.Ordinal);

    [Fact]
    public void Text_and_markdown_have_no_column_that_no_arm_has()
    {
        foreach (var report in (IReport[])[new TextReport(), new MarkdownReport()])
        {
            var text = Rendered.Text(report, AsCopies(SyntheticRuns.Quick()));
            Assert.Contains("failed after all", text, StringComparison.Ordinal);
            Assert.DoesNotContain("outcome unknown", text, StringComparison.Ordinal);
            Assert.DoesNotContain("memory for remembered ids", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_interval_of_a_share_goes_beyond_the_whole()
    {
        var run = AsCopies(SyntheticRuns.Quick());
        var figures = RunSummary.Of(run with
        {
            Trials =
            [
                .. run.Trials.Select(trial => trial.Measurement is { } measurement
                    ? trial with
                    {
                        Measurement = measurement with
                        {
                            Figures = new Dictionary<string, double> { [CopyFigures.First.Key] = trial.Repetition % 2 == 0 ? 1 : 0.9 },
                        },
                    }
                    : trial),
            ],
        }).Cells.Select(cell => cell.Figures[CopyFigures.First.Key]).Where(figure => figure.High is not null).ToList();

        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Equal(1.0, figure.High));
        Assert.All(figures, figure => Assert.InRange(figure.Low!.Value, 0.5, 0.99));
    }

    private static RunResult AsCopies(RunResult run)
    {
        Workload Copied(Workload workload) => workload with { Kind = "copies" };
        return run with
        {
            Plan = run.Plan with
            {
                Scenario = run.Plan.Scenario with { Workloads = [.. run.Plan.Scenario.Workloads.Select(Copied)] },
                Cells = [.. run.Plan.Cells.Select(cell => cell with { Workload = Copied(cell.Workload) })],
            },
            Trials =
            [
                .. run.Trials.Select(trial => trial.Measurement is { } measurement
                    ? trial with { Measurement = measurement with { Figures = FiguresOf(trial) } }
                    : trial),
            ],
        };
    }

    private static Dictionary<string, double> FiguresOf(TrialResult trial)
    {
        var figures = new Dictionary<string, double>
        {
            [CopyFigures.Load.Key] = 1.02,
            [CopyFigures.Failed.Key] = trial.CellId.Contains("/http1/", StringComparison.Ordinal) ? 0.015 : 0,
            [CopyFigures.Connections.Key] = 3,
            [CarriedFigures.Memory.Key] = 1 << 20,
        };
        if (trial.CellId.Contains("/tcp/", StringComparison.Ordinal))
        {
            figures[CarriedFigures.Again.Key] = 0.009;
        }

        return figures;
    }
}
