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
[Trait(Lane.Name, Lane.Links)]
public sealed class CopiesTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Each of two packets is lost with 1 %, so that 1.99 % of the requests find no answer, and of two requests 0.04 %. What the second one
    /// answers takes 200 ms and a round trip of 20 ms: a machine that stands still for less sends nothing twice.
    /// </summary>
    [LinkFact]
    public async Task Over_a_link_that_loses_datagrams_a_retry_leaves_the_square_of_the_losses()
    {
        var measured = await MeasureAsync("udp", new CopyPolicy { After = TimeSpan.FromMilliseconds(200) }, "lossy-1", inFlight: 64);
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
        Assert.InRange(times.ValueAtQuantile(1 - (figures["copies-by-second"] / 2)), 220_000_000, 230_000_000);
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

    /// <summary>
    /// Of the requests whose answers are lost, 1 %, all are carried out again. Where the server remembers ids none is, and the client is
    /// answered as often.
    /// </summary>
    [LinkTheory]
    [InlineData(DuplicateRule.Count)]
    [InlineData(DuplicateRule.Suppress)]
    public async Task Over_a_link_that_loses_datagrams_retries_are_carried_out_twice_unless_suppressed(DuplicateRule rule)
    {
        var measured = await MeasureAsync(
            "udp", new CopyPolicy { After = TimeSpan.FromMilliseconds(50) }, "lossy-1", inFlight: 64, w => w with { Duplicates = rule });
        var figures = measured.Figures!;
        Assert.True(measured.Outcomes.Total > 2_000, $"{measured.Outcomes.Total} exchanges");

        // 20 of 2,000 are expected, and 5 or fewer come once in ten thousand runs. On a busy machine more are answered too late, and all
        // of these come twice.
        Assert.InRange(
            figures[rule == DuplicateRule.Count ? "copies-carried-again" : "copies-suppressed"],
            0.0025,
            figures["copies-per-exchange"] - 1 + 1e-9);
        Assert.Equal(rule == DuplicateRule.Count, figures["copies-carried-again"] > 0);
        Assert.InRange(figures["copies-failed"], 0, 0.004);

        // Each exchange once, but for those that were lost twice on their way there: the ids of client and server are the same.
        Assert.InRange(figures["copies-carried-out"] - figures["copies-carried-again"], 0.997, 1);
    }

    [LinkFact]
    public async Task What_is_not_idempotent_is_lost_with_its_datagram_and_named()
    {
        var measured = await MeasureAsync(
            "udp", new CopyPolicy { Idempotent = false }, "lossy-1", inFlight: 64, w => w with { Duplicates = DuplicateRule.Count });
        var figures = measured.Figures!;
        Assert.Equal((1, 0, 0), (figures["copies-per-exchange"], figures["copies-carried-again"], figures["copies-by-second"]));
        Assert.InRange(figures["copies-unknown"], 0.0075, 0.035);
        Assert.Equal(figures["copies-failed"], figures["copies-unknown"]);
        Assert.True(measured.Outcomes.TimedOut > 0);
    }

    /// <summary>A reset costs an exchange that may not be sent again, and one that may a new connection.</summary>
    [Theory]
    [InlineData("tcp")]
    [InlineData("http1")]
    [InlineData("http2")]
    public async Task A_server_that_resets_connections_costs_what_is_not_sent_again(string protocol)
    {
        var lost = await MeasureAsync(
            protocol, new CopyPolicy { Idempotent = false }, "loopback", inFlight: 1, Resets(DuplicateRule.Count));
        Assert.InRange(lost.Figures!["copies-unknown"], 0.001, 0.05);
        Assert.Equal(lost.Outcomes.ConnectionLost, lost.Outcomes.Failed);
        Assert.Equal(0, lost.Figures["copies-carried-again"]);

        var policy = new CopyPolicy { After = TimeSpan.FromMilliseconds(400), Most = 3 };
        var again = await MeasureAsync(protocol, policy, "loopback", inFlight: 1, Resets(DuplicateRule.Count));
        Assert.Equal(0, again.Outcomes.Failed);
        Assert.InRange(again.Figures!["copies-carried-again"], 0.001, 0.05);
        Assert.Equal(again.Figures["copies-per-exchange"] - 1, again.Figures["copies-carried-again"], 6);

        var known = await MeasureAsync(protocol, policy, "loopback", inFlight: 1, Resets(DuplicateRule.Suppress));
        Assert.Equal((0, 0), (known.Outcomes.Failed, known.Figures!["copies-carried-again"]));
        Assert.Equal(1, known.Figures["copies-carried-out"], 6);
        Assert.Equal(known.Figures["copies-per-exchange"] - 1, known.Figures["copies-suppressed"], 6);
    }

    private static Func<Workload, Workload> Resets(DuplicateRule rule) =>
        workload => workload with { Duplicates = rule, ServerResets = 0.01, ServerWork = TimeSpan.FromMilliseconds(0.2) };

    private static async Task<Measurement> MeasureAsync(
        string protocol, CopyPolicy policy, string link, int inFlight, Func<Workload, Workload>? change = null)
    {
        using var folder = new TemporaryFolder();
        var workload = new Workload { Name = "w", Kind = "copies", Copies = policy, Streams = protocol is "tcp" or "http1" ? 1 : inFlight };
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with
        {
            Workloads = [change?.Invoke(workload) ?? workload],
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
