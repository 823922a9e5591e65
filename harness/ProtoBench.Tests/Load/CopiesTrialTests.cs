using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class CopiesTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Each of two packets is lost with 1 %, so that 1.99 % of the requests find no answer, and of two requests 0.04 %. What the second one
    /// answers takes 50 ms and a round trip of 20 ms.
    /// </summary>
    [LinkFact]
    public async Task Over_a_link_that_loses_datagrams_a_retry_leaves_the_square_of_the_losses()
    {
        var measured = await MeasureAsync("udp", new CopyPolicy { After = TimeSpan.FromMilliseconds(50) }, "lossy-1", inFlight: 64);
        var figures = measured.Figures!;
        Assert.True(measured.Outcomes.Total > 3_000, $"{measured.Outcomes.Total} exchanges");

        // 60 of 3,000 are expected; 5 standard deviations are 38.
        Assert.InRange(figures["copies-by-second"], 0.0075, 0.035);
        Assert.Equal(1 + figures["copies-by-second"] + figures["copies-failed"], figures["copies-per-exchange"], 6);
        Assert.InRange(figures["copies-failed"], 0, 0.004);
        Assert.InRange(figures["copies-predicted-failed"], 0.0075 * 0.0075, 0.035 * 0.035);
        var timedOut = measured.Outcomes.TimedOut / (double)measured.Outcomes.Total;
        Assert.InRange(figures["copies-failed"], timedOut - 0.001, timedOut + 0.001);
        var times = HistogramText.Decode(measured.Response!);
        Assert.InRange(times.ValueAtQuantile(0.5), 20_000_000, 30_000_000);
        Assert.InRange(times.ValueAtQuantile(1 - (figures["copies-by-second"] / 2)), 70_000_000, 80_000_000);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("http2")]
    public async Task A_hedge_at_a_percentile_costs_as_many_requests_as_lie_beyond_it(string protocol)
    {
        var measured = await MeasureAsync(protocol, new CopyPolicy { Hedges = true, AfterQuantile = 0.9 }, "loopback", inFlight: 2);
        var figures = measured.Figures!;
        Assert.Equal(0, measured.Outcomes.Failed);
        Assert.InRange(figures["copies-wait"], 1, 100_000);

        // A tenth, were the timer exact: it wakes tens of microseconds late, and what was answered by then is not sent again.
        Assert.InRange(figures["copies-per-exchange"], 1.0001, 1.2);
        Assert.Equal(1, figures["copies-by-first"] + figures["copies-by-second"], 6);
    }

    private static async Task<Measurement> MeasureAsync(string protocol, CopyPolicy policy, string link, int inFlight)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with
        {
            Workloads = [new Workload { Name = "w", Kind = "copies", Copies = policy, Streams = protocol == "tcp" ? 1 : inFlight }],
            Loads = [new LoadPoint { Name = "closed", InFlight = inFlight }],
            Links = [link],
            Duration = TimeSpan.FromSeconds(1.5),
            Timeout = TimeSpan.FromSeconds(0.5),
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        return result.Measurement;
    }
}
