using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Html;
using Xunit;

namespace ProtoBench.Tests.Reports;

public sealed class PageModelTests
{
    [Fact]
    public void Exchanges_that_differ_in_size_only_are_one_family()
    {
        var family = Assert.Single(WorkloadFamily.Of(RunSummary.Of(SyntheticRuns.All["payload-sweep"].Value).Workloads));
        Assert.Equal("echo-64 to echo-1048576", family.Title);
        Assert.Equal(["echo-64", "echo-1024", "echo-16384", "echo-1048576"], family.Panels.Select(panel => panel.Title));
        Assert.True(family.SweepsPayload);
    }

    [Fact]
    public void A_workload_over_several_links_is_one_family_and_other_workloads_are_others()
    {
        var families = WorkloadFamily.Of(RunSummary.Of(SyntheticRuns.All["links"].Value).Workloads);
        Assert.Equal(["echo", "pages", "download"], families.Select(family => family.Title));
        Assert.All(
            families, family => Assert.Equal(["loopback", "lan", "wan-40ms", "lossy-1"], family.Panels.Select(panel => panel.Title)));
    }

    [Fact]
    public void Capacity_ends_where_the_rate_is_missed_or_the_tail_grows_tenfold()
    {
        var capacities =
            UsableCapacity.Of(RunSummary.Of(SyntheticRuns.All["load-curve"].Value).Workloads[0]).ToDictionary(capacity => capacity.Arm);
        Assert.Equal(30_000, capacities["tcp"].Cell!.Cell.Load.Rate);
        Assert.Equal(10_000, capacities["http1"].Cell!.Cell.Load.Rate);
        Assert.StartsWith("At 20k/s offered, Poisson it achieved 15.", capacities["http1"].EndsBecause, StringComparison.Ordinal);
        Assert.Equal(5_000, capacities["http2"].Cell!.Cell.Load.Rate);
        Assert.Contains("that at the lightest load", capacities["http2"].EndsBecause, StringComparison.Ordinal);
        Assert.Empty(UsableCapacity.Of(RunSummary.Of(SyntheticRuns.All["quick"].Value).Workloads[0]));
    }

    [Fact]
    public void The_work_of_a_whole_trial_is_its_rates_times_their_intervals()
    {
        var trial = SyntheticRuns.All["quick"].Value.Trials[0];
        RateSample[] series = [new(-0.1, 10), new(0, 20), new(0.1, 30), new(0.3, 50)];
        var counted = trial with { Measurement = trial.Measurement! with { Series = series } };
        Assert.Equal(1 + 2 + 3 + 10, WholeTrial.Work(counted)!.Value, 9);
        Assert.Null(WholeTrial.Work(trial with { Measurement = trial.Measurement! with { Series = [] } }));
    }

    [Fact]
    public void Samples_are_merged_until_each_stands_for_enough_but_never_over_the_start_of_the_window()
    {
        RateSample[] series = [new(-0.2, 100), new(-0.1, 100), new(0, 100), new(0.1, 200), new(0.2, 200), new(0.3, 400)];
        Assert.Equal(
            [
                new RateSample(-0.1, 100),
                new RateSample(0, 100),
                new RateSample(0.1, 200),
                new RateSample(0.2, 200),
                new RateSample(0.3, 400),
            ],
            WholeTrial.Merge(series, 19.9, 60).Select(sample => sample with { Rate = Math.Round(sample.Rate, 6) }));
        Assert.Equal(
            [-0.2, 0, 0.1, 0.3],
            WholeTrial.Merge([new(-0.2, 1), new(0, 2), new(0.1, 5), new(0.3, 1)], 0, 60).Select(sample => sample.Second));
        Assert.Equal(3, WholeTrial.Merge([.. Enumerable.Range(1, 9).Select(i => new RateSample(i, 1))], 0, 3).Count);
    }

    [Fact]
    public void Bands_end_where_the_trial_with_the_fewest_samples_ends()
    {
        var (few, many) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 1; i <= 10_000; i++)
        {
            many.Record(i * 1_000);
            if (i % 50 == 0)
            {
                few.Record(i * 1_000);
            }
        }

        Assert.Equal(0.999, TailInterval.Of([TailInterval.Read(many), TailInterval.Read(many)])[^1].X);
        Assert.Equal(0.95, TailInterval.Of([TailInterval.Read(many), TailInterval.Read(few)])[^1].X);
        Assert.Empty(TailInterval.Of([TailInterval.Read(many)]));
    }

    [Fact]
    public void What_was_lost_or_late_is_counted_over_the_trials_that_count()
    {
        var cells = RunSummary.Of(SyntheticRuns.All["bulk"].Value).Cells;
        var udp = LoadKept.Of(cells.First(cell => cell.Arm == "udp"))!;
        Assert.Equal((6_000_000, 450_000), (udp.DatagramsSent, udp.DatagramsLost));
        Assert.True(udp.IsWorthSaying);
        Assert.False(LoadKept.Of(cells.First(cell => cell.Arm == "tcp"))!.IsWorthSaying);
        Assert.True(LoadKept.Of(RunSummary.Of(SyntheticRuns.All["load-curve"].Value).Cells[0])!.SendLatenessP99 > 0);
    }

    [Fact]
    public void Cold_exchanges_over_a_link_are_counted_in_its_round_trips()
    {
        var run = new SyntheticRun(SyntheticRuns.Quick(2).Plan.Scenario with
        {
            Workloads = [new Workload { Name = "cold", Fresh = true }],
            Arms = [Arm("tcp"), Arm("tcp") with { Label = "tcp-tls", Tls = true }, Arm("websocket"), Arm("http3"), Arm("unix")],
            Links = ["wan-40ms"],
            Trials = 2,
        }).Result();
        var certified = run with
        {
            Trials = [.. run.Trials.Select(trial =>
                trial with { Link = trial.Link! with { Certificate = trial.Link.Certificate with { RoundTripMicroseconds = 40_432 } } })],
        };
        using var page = Parsed(certified);
        var rows = page.QuerySelectorAll("#connect tbody tr")
            .ToDictionary(row => row.QuerySelector("th")!.TextContent, row => row.Children[4].TextContent);
        Assert.Equal("2: TCP, exchange", rows["tcp"]);
        Assert.Equal("3: TCP, TLS, exchange", rows["tcp-tls"]);
        Assert.Equal("3: TCP, upgrade, exchange", rows["websocket"]);
        Assert.Equal("2: QUIC with TLS, exchange", rows["http3"]);
        Assert.Equal("not known for this protocol", rows["unix"]);
        Assert.Equal("40.4 ms", page.QuerySelector("#connect tbody td:nth-child(3)")!.TextContent);

        // A page is many exchanges, so that its time is not that of a first response; and without a median there is nothing to divide.
        using var pages = Parsed(certified with
        {
            Plan = certified.Plan with
            {
                Cells = [.. certified.Plan.Cells.Select(cell => cell with { Workload = cell.Workload with { Kind = "page" } })],
            },
        });
        Assert.Null(pages.QuerySelector("#connect"));
        using var few = Parsed(certified with
        {
            Trials = [.. certified.Trials.Select(trial => trial with { ResponseMicroseconds = null })],
        });
        Assert.Null(few.QuerySelector("#connect"));
        Assert.Contains("No trial has the 20 samples that a p50 latency needs.", few.Body!.TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parsed(RunResult run) =>
        new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Rendered.Text(new HtmlReport(), run));

    private static Arm Arm(string protocol) => new() { Label = protocol, Protocol = protocol };
}
