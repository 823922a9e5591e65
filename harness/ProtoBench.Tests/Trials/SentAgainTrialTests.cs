using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Why TCP sent segments again, over a real link that loses one in a hundred each way.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class SentAgainTrialTests
{
    /// <summary>Behind a lost segment of a download come others, whose acknowledgements tell of it.</summary>
    [LinkFact]
    public async Task Of_a_download_most_is_found_missing_by_acknowledgements()
    {
        var result = await RunAsync(TrialPlans.Bulk("tcp", "download"));
        var server = result.Server!.TcpSentAgain!;

        Holds(result.Server);
        Holds(result.Client!);

        // Mathis et al. (1997): at this loss some twelve segments each 20 ms, of which one in a hundred is lost. 18 were sent again once.
        Assert.True(server.Segments >= 5 && 2 * server.Fast >= server.Segments, $"{server}");
        Assert.True(result.Client!.TcpSentAgain!.Segments < server.Segments, $"{result.Client.TcpSentAgain}");
    }

    /// <summary>
    /// With one exchange under way on a connection nothing comes behind a lost segment, so that only a timer finds it: a tail loss probe or
    /// a time-out.
    /// </summary>
    [LinkFact]
    public async Task Of_lone_exchanges_most_waits_for_a_timer()
    {
        var result = await RunAsync(TrialPlans.Echo() with
        {
            Workloads = [new Workload { Name = "echo", Connections = 32 }],
            Loads = [new LoadPoint { Name = "closed-32", InFlight = 32 }],
        });
        var both = result.Client!.TcpSentAgain!.Plus(result.Server!.TcpSentAgain!);

        Holds(result.Client);
        Holds(result.Server);

        // Of some thousand segments one in a hundred is lost; a side sends again what it lost, and what the other's answer was lost to.
        Assert.InRange(both.Segments, 20, 400);
        Assert.True(both.Fast <= both.Segments / 10 && both.ByProbe + both.Waited >= both.Segments * 0.9, $"{both}");
    }

    [Fact]
    public async Task On_loopback_nobody_is_told_what_all_programs_sent_again()
    {
        var scenario = TrialPlans.Echo();
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.Equal((null, null), (result.Client!.TcpSentAgain, result.Server!.TcpSentAgain));
    }

    // All that TCP sent again is what the kernel names a reason for: segments that acknowledgements found missing, those of a time-out and
    // behind it. The rest is no more than there were probes, of which some carried new data. Totals at the edges of a window lie between
    // two samples and are rounded, each by half a segment at either edge.
    private static void Holds(ProcessUsage side)
    {
        const int Rounding = 5;
        var count = side.TcpSentAgain!;
        Assert.Equal(side.Retransmissions, count.Segments);
        var named = count.Fast + count.AfterTimeouts;
        Assert.InRange(count.Segments, named - Rounding, named + count.Timeouts + count.Probes + Rounding);
        Assert.InRange(count.Segments, named + count.Timeouts - count.HeldBack - Rounding, long.MaxValue);
        Assert.InRange(count.ProbesRepaired, 0, count.Probes + Rounding);
        Assert.InRange(count.SpuriousTimeouts, 0, count.Timeouts + Rounding);
        Assert.InRange(count.Spurious, 0, count.Segments + Rounding);
        Assert.InRange(count.Otherwise, 0, Rounding);
    }

    private static async Task<TrialResult> RunAsync(Scenario scenario)
    {
        var lossy = scenario with
        {
            Links = ["lossy-1"],
            Duration = TimeSpan.FromSeconds(3),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(500), Maximum = TimeSpan.FromSeconds(1) },
        };
        var plan = TrialPlans.Of(lossy);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(lossy, folder.Path, new SideServers(lossy))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        // A link that a busy machine made late counts here all the same.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        return result;
    }
}
