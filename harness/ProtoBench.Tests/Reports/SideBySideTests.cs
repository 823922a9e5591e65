using AngleSharp.Html.Parser;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class SideBySideTests
{
    private static readonly RunResult Before = Run("tcp", "http2");
    private static readonly Lazy<RunSummary> Two = new(() => SideBySide.Of([new RunPart("before", Before), new RunPart("after", After())]));

    [Fact]
    public void Every_arm_stands_beside_its_namesake_with_the_figures_it_has_in_its_own_run()
    {
        Assert.Equal(
            ["tcp (before)", "tcp (after)", "http2 (before)", "http2 (after)", "grpc (after)"],
            Two.Value.Workloads[0].Loads[0].Cells.Select(cell => cell.Arm));
        var alone = RunSummary.Of(After()).Cells.ToDictionary(cell => cell.Arm);
        foreach (var cell in Two.Value.Cells.Where(cell => cell.Part == "after"))
        {
            var own = alone[cell.ArmInPart];
            Assert.Equal(
                own.Figures.Values.Select(figure => (figure.Centre, figure.Low, figure.High)),
                cell.Figures.Values.Select(figure => (figure.Centre, figure.Low, figure.High)));
            Assert.Equal(own.Succeeded.Count, cell.Succeeded.Count);
        }
    }

    [Fact]
    public void Arms_are_ranked_within_their_run_only()
    {
        var ranking = Two.Value.Workloads[0].Loads[0].Rank(Metrics.P50);
        var best = ranking.Arms.Where(arm => arm.IsBest).Select(arm => arm.Cell.Arm).Order();
        Assert.Equal(["tcp (after)", "tcp (before)"], best);
        var after = Two.Value.Cells.Single(cell => cell.Arm == "http2 (after)");
        var alone = RunSummary.Of(After());
        var own = alone.Workloads[0].Loads[0].Rank(Metrics.P50).Arms.Single(arm => arm.Cell.Arm == "http2");
        Assert.Equal(
            (own.Ratio, own.RatioLow, own.RatioHigh, own.AmongBest),
            ranking.Of(after) is { } arm ? (arm.Ratio, arm.RatioLow, arm.RatioHigh, arm.AmongBest) : default);
        Assert.Equal(["before: echo, 1 in flight", "after: echo, 1 in flight"], Two.Value.Verdicts.Select(verdict => verdict.Scope));
        Assert.DoesNotMatch(@"\((before|after)\)", string.Join(' ', Two.Value.Verdicts[1].Rest.Append(Two.Value.Verdicts[1].Answer)));
    }

    [Fact]
    public void A_run_with_one_arm_has_no_best_even_beside_one_that_has()
    {
        var summary = SideBySide.Of([new RunPart("A", Before), new RunPart("B", Run("grpc"))]);
        var ranking = summary.Workloads[0].Loads[0].Rank(Metrics.P50);
        Assert.False(ranking.Arms.Single(arm => arm.Cell.Part == "B") is { IsBest: true } or { AmongBest: true });
        Assert.Single(ranking.Arms, arm => arm.IsBest);
    }

    [Fact]
    public void The_ratio_from_run_to_run_is_that_of_the_trials_geometric_means()
    {
        var comparison = RunComparison.Of(Two.Value).Single(comparison => comparison is { Arm: "http2", Metric.Key: "p50" });
        var (before, after) = (Mean(Before, "http2"), Mean(After(), "http2"));
        Assert.Null(comparison.Runs[0].Ratio);
        Assert.Equal(after / before, comparison.Runs[1].Ratio!.Ratio, 1e-12);
        Assert.InRange(comparison.Runs[1].Ratio!.Ratio, 1.4, 1.6);
        Assert.Contains(" (1.", comparison.Runs[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(RunComparison.Of(Two.Value), other => other.Arm == "grpc");
    }

    [Fact]
    public void Every_known_difference_is_named_and_the_drift_that_no_interval_covers()
    {
        foreach (var text in (string[])[
            Rendered.Text(new TextReport(), Two.Value),
            Rendered.Text(new MarkdownReport(), Two.Value),
            Page().Body!.TextContent,
        ])
        {
            var plain = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(
                "\\_", "_", StringComparison.Ordinal);
            Assert.Contains("kernel: 6.1.0-30-amd64 → 6.18.44", plain, StringComparison.Ordinal);
            Assert.Contains("measured time: 3 s per trial → 5 s per trial", plain, StringComparison.Ordinal);
            Assert.DoesNotContain("cpu model:", plain, StringComparison.Ordinal);
            Assert.Contains("not interleaved", plain, StringComparison.Ordinal);
            Assert.Contains(Before.Id, plain, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_of_two_runs_has_unique_ids_and_both_runs_conditions()
    {
        using var page = Page();
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var titles = page.QuerySelectorAll("#conditions h3").Select(title => title.TextContent).ToList();
        Assert.Contains("Machine and software (before)", titles);
        Assert.Contains("Machine and software (after)", titles);
    }

    [Fact]
    public void A_cell_that_one_run_does_not_have_says_so()
    {
        var other = Run(new Workload { Name = "echo" }, new Workload { Name = "large", RequestBytes = 4096 });
        var cell = SideBySide.Of([new RunPart("A", Before), new RunPart("B", other)]).Cells
            .Single(cell => cell.Cell.Id == "large/tcp (A)/loopback/closed-1");
        Assert.Equal("The run A does not have this cell.", cell.Reason);
    }

    [Fact]
    public void A_workload_that_means_something_else_in_another_run_is_refused_by_name()
    {
        var other = Run(new Workload { Name = "echo", RequestBytes = 4096 });
        var error = Assert.Throws<FormatException>(() => SideBySide.Of([new RunPart("A", Before), new RunPart("B", other)]));
        Assert.Contains("the workload 'echo' is not the same in the runs A and B", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_does_something_else_in_another_run_is_refused_by_name()
    {
        var run = SyntheticRuns.All["links"].Value;
        RunResult Over(string line) => run with
        {
            Plan = run.Plan with
            {
                Scenario = run.Plan.Scenario with
                {
                    LinkProfiles = [new LinkProfileSource { Name = "lan", Text = $"title: t\nsource: s\n{line}\n" }],
                },
            },
        };

        var error = Assert.Throws<FormatException>(
            () => SideBySide.Of([new RunPart("A", Over("delay: 1 ms")), new RunPart("B", Over("delay: 2 ms"))]));
        Assert.Contains("the link 'lan' is not the same in the runs A and B", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(SideBySide.Of([new RunPart("A", Over("delay: 1 ms")), new RunPart("B", Over("delay: 1000 us"))]).Cells);
    }

    [Fact]
    public void A_link_that_another_backend_emulated_is_refused_by_name()
    {
        var run = SyntheticRuns.All["links"].Value;
        var other = run with
        {
            Trials = [.. run.Trials.Select(trial => trial.Link is not { } link ? trial : trial with
            {
                Link =
                    link with { Certificate = link.Certificate with { Facts = link.Certificate.Facts with { Backend = "packet-socket" } } },
            })],
        };

        var error = Assert.Throws<FormatException>(() => SideBySide.Of([new RunPart("A", run), new RunPart("B", other)]));
        Assert.Contains("the backend of the link '", error.Message, StringComparison.Ordinal);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Page() => new HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), Two.Value));

    private static double Mean(RunResult run, string arm)
    {
        var cells = run.Plan.Cells.Where(cell => cell.Arm.Label == arm).Select(cell => cell.Id).ToHashSet();
        return Math.Exp(
            run.Trials.Where(trial => cells.Contains(trial.CellId)).Average(trial => Math.Log(trial.ResponseMicroseconds!.P50!.Value)));
    }

    // The same arms half as slow again, under another kernel and with longer trials.
    private static RunResult After()
    {
        var run = Run("tcp", "http2", "grpc");
        return run with
        {
            Id = "20261122-000000-quick",
            Fingerprint = run.Fingerprint with { Kernel = "6.18.44" },
            Plan = run.Plan with { Scenario = run.Plan.Scenario with { Duration = TimeSpan.FromSeconds(5) } },
            Trials = [.. run.Trials.Select(trial =>
                trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { P50 = 1.5 * trial.ResponseMicroseconds.P50 } })],
        };
    }

    private static RunResult Run(params string[] protocols) => Run(protocols, [new Workload { Name = "echo" }]);

    private static RunResult Run(params Workload[] workloads) => Run(["tcp", "http2"], workloads);

    private static RunResult Run(string[] protocols, Workload[] workloads) => new SyntheticRun(
        new Scenario
        {
            Name = "quick",
            Title = "Did it get slower?",
            Workloads = workloads,
            Arms = [.. protocols.Select(protocol => new Arm { Label = protocol, Protocol = protocol })],
            Loads = [new LoadPoint { Name = "closed-1" }],
            Trials = 4,
        })
    { MostSamples = 2_000 }.Result();
}
