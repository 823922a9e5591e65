using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>What the answer says where a run has less to say than it was asked.</summary>
public sealed class VerdictTests
{
    private static readonly LoadPoint Slow = new() { Name = "open-50", Loop = LoopKind.Open, Rate = 50, InFlight = 64 };

    [Fact]
    public void One_arm_at_an_offered_rate_is_answered_with_the_highest_percentile_it_has_in_every_report()
    {
        var summary = RunSummary.Of(Open(["tcp"], [Slow]));

        var verdict = Assert.Single(summary.Verdicts);
        Assert.Matches(@"^tcp: p50 .+ \(95 % CI .+\), p90 .+ \(95 % CI .+\) at 50/s", verdict.Answer);
        Assert.Contains("The run has one arm, so there is nothing to compare it with.", verdict.Rest);
        Assert.Contains("There is no p99 to compare: p99 needs 20 s at 50/s.", verdict.Rest);
        Assert.All((IReport[])[new TextReport(), new MarkdownReport(), new HtmlReport()], report =>
        {
            using var writer = new StringWriter();
            report.Render(summary, writer);
            Assert.DoesNotContain("no answer", writer.ToString(), StringComparison.Ordinal);
            Assert.Contains("tcp: p50 ", writer.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Several_arms_without_p99_are_compared_by_the_highest_percentile_that_two_have()
    {
        var verdict = Assert.Single(RunSummary.Of(Open(["tcp", "http2", "grpc"], [Slow])).Verdicts);

        Assert.StartsWith("tcp had the shortest tail: p90 ", verdict.Answer, StringComparison.Ordinal);
        Assert.Contains("There is no p99 to compare: p99 needs 20 s at 50/s.", verdict.Rest);
    }

    [Fact]
    public void Where_one_arm_alone_has_p99_two_are_compared_without_it()
    {
        var run = Change(Open(["tcp", "http2", "grpc"], [Slow with { Rate = 500 }]), trial => Arm(trial) == "tcp"
            ? trial
            : trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { P99 = null, Count = 940 } });

        var verdict = Assert.Single(RunSummary.Of(run).Verdicts);

        Assert.StartsWith("tcp had the shortest tail: p90 ", verdict.Answer, StringComparison.Ordinal);
        Assert.Contains("No two arms have a p99 to compare: p99 needs 2 s at 500/s.", verdict.Rest);
    }

    [Fact]
    public void Too_few_exchanges_for_any_percentile_are_answered_with_what_was_achieved_and_nobody_is_best()
    {
        var verdict = Assert.Single(RunSummary.Of(Open(["tcp", "http2"], [Slow with { Rate = 5 }])).Verdicts);

        Assert.Contains("tcp: 5.00/s", verdict.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("carried the most", verdict.Answer, StringComparison.Ordinal);
        Assert.Contains("Throughput at an offered rate is that rate, so nobody is best in it.", verdict.Rest);
        Assert.Contains("There is no percentile to compare: p50 needs 4 s at 5/s.", verdict.Rest);
    }

    [Fact]
    public void A_run_has_no_answer_only_where_no_trial_counts()
    {
        Assert.StartsWith(
            "No trial succeeded",
            Assert.Single(RunSummary.Of(SyntheticRuns.All["nothing"].Value).Verdicts).Answer,
            StringComparison.Ordinal);
        foreach (var (name, run) in SyntheticRuns.All.Where(entry => entry.Key != "nothing"))
        {
            Assert.All(
                RunSummary.Of(run.Value).Verdicts,
                verdict => Assert.False(verdict.Answer.Contains("no answer", StringComparison.Ordinal), name));
        }
    }

    [Fact]
    public void A_workload_of_which_no_trial_counts_is_not_passed_over_beside_others()
    {
        var run = Run(
            ["tcp", "http2"],
            [new LoadPoint { Name = "closed-1" }],
            ["echo", "big"],
            (cell, _) => cell.Workload.Name == "big" ? (TrialStatus.Invalid, "the link was late") : null);

        var verdict = RunSummary.Of(run).Verdicts.Single(verdict => verdict.Scope.StartsWith("big", StringComparison.Ordinal));

        Assert.Equal("No trial counts here, so there is no answer.", verdict.Answer);
        Assert.Equal("Left out: tcp and http2 (invalid: the link was late).", Assert.Single(verdict.Rest));
    }

    [Fact]
    public void Arms_left_out_and_trials_left_out_are_named_with_the_reason()
    {
        var run = Run([
            "tcp", "http2", "grpc", "http1",
        ], [new LoadPoint { Name = "closed-1" }], ["echo"], (cell, repetition) => cell.Arm.Label switch
        {
            "grpc" => (TrialStatus.Invalid, "1 of 9 exchanges lost their connection"),
            "http2" when repetition > 3 => (TrialStatus.Failed, "the server hung"),
            _ => null,
        });
        run = Change(run, trial => Arm(trial) == "http1"
            ? trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { P50 = null, Count = 12 } }
            : trial);

        var verdict = Assert.Single(RunSummary.Of(run).Verdicts);

        Assert.Contains(
            "Left out: grpc (invalid: 1 of 9 exchanges lost their connection); http1 (no p50: needs 20 samples per trial, has 12).",
            verdict.Rest);
        Assert.Contains("Not every trial counts: http2 3 of 5. What is left out may be what went badly.", verdict.Rest);
    }

    [Fact]
    public void Exchanges_without_a_response_are_told_with_the_answer()
    {
        var run = Change(Run(
            ["tcp", "udp"], [new LoadPoint { Name = "closed-1" }], ["echo"]), trial => Arm(trial) != "udp" ? trial : trial with
            {
                Measurement = trial.Measurement! with { Outcomes = new OutcomeCounts { Completed = 960, TimedOut = 40 } },
            });

        Assert.Contains(
            "Exchanges that got no response in time: udp 4.0 %. They count with the time that was waited, so the truth is no "
                + "shorter.", Assert.Single(RunSummary.Of(run).Verdicts).Rest);
    }

    [Fact]
    public void No_headline_rests_on_an_interval_wider_than_a_factor_of_three()
    {
        double[] wild = [10, 60, 15, 90, 20];
        var run = Change(
            Run(["tcp", "http2", "grpc"], [new LoadPoint { Name = "closed-1" }], ["echo"]),
            trial => Arm(trial) == "tcp" ? WithP50(trial, wild[trial.Repetition - 1]) : trial);

        var summary = RunSummary.Of(run);
        var verdict = Assert.Single(summary.Verdicts);

        Assert.StartsWith("Of the arms that can be ranked, http2 answered fastest", verdict.Answer, StringComparison.Ordinal);
        Assert.Contains(verdict.Rest, sentence => sentence.StartsWith("Too noisy to rank: tcp, whose p50 of ", StringComparison.Ordinal));
        Assert.False(summary.Workloads[0].Loads[0].Rank(Metrics.P50).Of(summary.Cells[0])!.IsBest);
        Assert.Matches("tcp .*!", Rendered(new TextReport(), run));

        var all = Change(run, trial => WithP50(trial, wild[trial.Repetition - 1]));
        Assert.StartsWith("Too noisy to rank: ", Assert.Single(RunSummary.Of(all).Verdicts).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_best_in_throughput_at_an_offered_rate()
    {
        var run = Open(["tcp", "http2", "grpc"], [Slow with { Rate = 500 }]);
        var rate = 480.0;
        run = Change(run, trial => trial with { Measurement = trial.Measurement! with { AchievedRate = rate += 1, OfferedRate = 500 } });
        var summary = RunSummary.Of(run);

        var ranking = summary.Workloads[0].Loads[0].Rank(Metrics.Throughput);

        Assert.True(ranking.IsGiven);
        Assert.False(ranking.IsDecidable);
        Assert.All(ranking.Arms, arm => Assert.False(arm.IsBest || arm.AmongBest));
        Assert.Equal("[]", GitHubBenchmarkJson.Bigger.Render(Exportable.Of(run)).Trim());
        var page = Rendered(new HtmlReport(), run);
        Assert.Contains("of 500/s offered", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Longer is better", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Unlike_conditions_are_said_in_the_verdict_sentence_itself()
    {
        var run = Change(Run(["tcp", "http2", "http3"], [new LoadPoint { Name = "closed-1" }], ["echo"]), trial => Arm(trial) == "http3"
            ? trial with { Facts = trial.Facts! with { Tls = "TLS 1.3", CongestionControl = "bbr" } }
            : trial);

        Assert.EndsWith(
            "; conditions differ: http3 is encrypted, tcp and http2 are not; congestion control: bbr for http3, cubic for tcp and http2.",
            Assert.Single(RunSummary.Of(run).Verdicts).Answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Quic_implementations_and_sessions_that_differ_are_unlike_conditions()
    {
        var run = Run(["tcp", "http3", "quic"], [new LoadPoint { Name = "closed-1" }], ["echo"]);
        run = Change(run, trial => trial with
        {
            Facts = trial.Facts! with
            {
                Tls = "TLS 1.3",
                CongestionControl = "cubic",
                More = Arm(trial) == "tcp"
                    ? []
                    : new Dictionary<string, string> { ["quic backend"] = Arm(trial) == "quic" ? "msquic" : "ngtcp2" },
            },
        });

        Assert.EndsWith(
            "conditions differ: QUIC: ngtcp2 for http3, msquic for quic.",
            Assert.Single(RunSummary.Of(run).Verdicts).Answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_machine_is_said_above_and_in_the_answer_and_in_the_conditions()
    {
        var calm = Run(["tcp", "http2"], [new LoadPoint { Name = "closed-1" }], ["echo"]);
        var busy = Change(calm, trial => trial with
        {
            Machine = new MachineState { Processors = 2, OtherShare = 0.03, StolenShare = trial.Number <= 3 ? 0.14 : 0 },
        }) with
        {
            Before = new MachineState { Processors = 2, LoadAverage = 6.2, OtherShare = 0.9, StolenShare = 0 },
        };

        const string Said =
            "The machine was busy: load 6.2 on 2 processors before the run; up to 14 % of processor time was stolen in 3 of 10 trials.";
        Assert.Contains(Said, RunText.Warnings(RunSummary.Of(busy)));
        Assert.Contains("; the machine was busy", Assert.Single(RunSummary.Of(busy).Verdicts).Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("busy", Assert.Single(RunSummary.Of(calm).Verdicts).Answer, StringComparison.Ordinal);
        Assert.All((IReport[])[new TextReport(), new MarkdownReport(), new HtmlReport()], report =>
            Assert.Contains("load 6.2 on 2 processors before the run", Rendered(report, busy), StringComparison.Ordinal));
        Assert.Contains("What else the machine did", Rendered(new HtmlReport(), busy), StringComparison.Ordinal);
        Assert.DoesNotContain("What else the machine did", Rendered(new HtmlReport(), calm), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_arrivals_that_were_fewer_than_their_mean_are_not_a_missed_rate()
    {
        var run = Open(["tcp"], [Slow with { Rate = 500, Arrivals = ArrivalLaw.Poisson }]);

        var cell = RunSummary.Of(
            Change(run, trial => trial with { Measurement = trial.Measurement! with { OfferedRate = 470, AchievedRate = 470 } })).Cells[0];

        Assert.False(cell.MissedRate);
    }

    [Fact]
    public void A_step_of_which_a_trial_was_saturated_was_not_carried()
    {
        LoadPoint[] steps = [.. new[] { 500.0, 1000 }.Select(rate => Slow with { Name = $"open-{rate}", Rate = rate })];
        var run = Run(
            ["tcp"],
            steps,
            ["echo"],
            (cell, repetition) => cell.Load.Rate == 1000 && repetition < 4 ? (TrialStatus.Invalid, "saturated") : null);

        var capacity = Assert.Single(UsableCapacity.Of(RunSummary.Of(run).Workloads[0]));

        Assert.Equal(500, capacity.Cell!.Cell.Load.Rate);
        Assert.Equal("At 1k/s offered 3 of 5 trials do not count.", capacity.EndsBecause);
    }

    [Fact]
    public void A_verdict_says_whose_exchanges_went_on_inline()
    {
        var run = Change(Open(["tcp", "http1"], [Slow]), trial => trial with
        {
            Client = trial.Client! with { Runtime = $".NET socket-completions={(Arm(trial) == "tcp" ? "inline" : "pool")} pool-spin=0" },
        });

        Assert.Contains(
            "socket completions: pool for http1, inline for tcp",
            Assert.Single(RunSummary.Of(run).Verdicts).Answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_knee_of_a_queue_is_told_with_its_interval_and_rates_that_were_missed_have_no_part_in_it()
    {
        LoadPoint[] steps = [.. new[] { 300.0, 400, 500, 600, 700, 800, 1200 }
            .Select(rate => Slow with { Name = $"open-{rate}", Rate = rate })];
        var run = Change(Open(["tcp"], steps), trial =>
        {
            var load = Math.Min(double.Parse(trial.CellId.Split("open-")[1], CultureInfo.InvariantCulture), 990) / 1000;
            var mean = (1 + (load / (2 * (1 - load)))) * (1 + (0.01 * ((trial.Number % 5) - 2)));
            return trial with
            {
                ResponseMicroseconds = trial.ResponseMicroseconds! with { Mean = 1000 * mean },
                Measurement = trial.Measurement! with { OfferedRate = load * 1000, AchievedRate = load * 1000 },
            };
        });
        var summary = RunSummary.Of(Change(run, trial => trial.CellId.Contains("1200", StringComparison.Ordinal)
            ? trial with { Measurement = trial.Measurement! with { OfferedRate = 1200 } }
            : trial));

        var knee = Assert.Single(LoadKnee.Of(summary.Workloads[0]));

        Assert.InRange(knee.Rate!.Value, 580, 592);
        Assert.InRange(knee.Highest!.Value, 799, 801);
        Assert.InRange(knee.Rate.Value, knee.Interval!.Value.Low, knee.Interval.Value.High);
        Assert.InRange(knee.Interval.Value.High / knee.Interval.Value.Low, 1.0001, 1.2);
        Assert.Contains("Knee of echo: tcp 58", Rendered(new TextReport(), summary.Run), StringComparison.Ordinal);
    }

    private static RunResult Open(string[] arms, LoadPoint[] loads) => Run(arms, loads, ["echo"]);

    private static RunResult Run(
        string[] arms, LoadPoint[] loads, string[] workloads, Func<Cell, int, (TrialStatus Status, string Reason)?>? invalidity =
            null) => new SyntheticRun(new Scenario
            {
                Name = "case",
                Title = "Which?",
                Workloads = [.. workloads.Select(name => new Workload { Name = name })],
                Arms = [.. arms.Select(name => new Arm { Label = name, Protocol = name })],
                Loads = loads,
            })
            {
                Invalidity = invalidity ?? ((_, _) => null),
            }.Result();

    private static RunResult Change(RunResult run, Func<TrialResult, TrialResult> change) =>
        run with { Trials = [.. run.Trials.Select(change)] };

    private static TrialResult WithP50(TrialResult trial, double value) =>
        trial with { ResponseMicroseconds = trial.ResponseMicroseconds! with { P50 = value } };

    private static string Arm(TrialResult trial) => trial.CellId.Split('/')[1];

    private static string Rendered(IReport report, RunResult run)
    {
        using var writer = new StringWriter();
        report.Render(RunSummary.Of(run), writer);
        return string.Join(' ', writer.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
