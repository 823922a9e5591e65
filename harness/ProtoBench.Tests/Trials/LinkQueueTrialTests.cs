using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>What a transfer puts into the queue of a real link is told by when it was there.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class LinkQueueTrialTests
{
    private const int Packets = 40;

    [LinkFact]
    public async Task A_download_fills_the_queue_of_its_way_and_never_more_than_that_holds()
    {
        // Cubic fills what there is. Until 20 Mbit/s over 10 ms are used up there is no queue: 25 kB, 17 packets.
        var profile = $"title: narrow\nsource: this test\ndelay: 5 ms\nrate: 20 Mbit/s\nqueue: {Packets} packets\n";
        var scenario = TrialPlans.Echo("tcp", TimeSpan.FromSeconds(2)) with
        {
            Workloads = [new Workload { Name = "down", Kind = "download" }],
            Links = ["narrow"],
            LinkProfiles = [new LinkProfileSource { Name = "narrow", Text = profile }],
        };
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var down = Assert.Single(result.Measurement.LinkQueues!, queue => queue.Side == "down");
        Assert.InRange(down.Packets.Max(), Packets / 2, Packets);
        Assert.InRange(down.Packets.Max(), 1, result.Link!.Statistics.Down.PeakQueuePackets!.Value);

        // 2 s in slices of 50 ms, of which the first and the last may reach beyond the window.
        Assert.InRange(down.Seconds.Count, 40, 41);
        Assert.InRange(down.Seconds[0], -0.05, 0);

        // A full segment is 1,500 B of IP.
        Assert.All(down.Bytes.Zip(down.Packets), slice => Assert.InRange(slice.First, 0, 1_500 * slice.Second));
        Assert.All(result.Measurement.LinkQueues!, queue => Assert.Equal(queue.Seconds.Count, queue.Bytes.Count));
    }

    /// <summary>
    /// Twice what the link carries: what does not fit is lost, and the sender goes on. In a window of a full queue the share that arrives
    /// is that of the rate; of the whole transfer somewhat more, as the queue was empty at first.
    /// </summary>
    [LinkFact]
    public async Task Datagrams_at_a_set_rate_do_not_back_off_where_the_queue_is_full()
    {
        const double Rate = 1_750;
        const double Carried = 10e6 / 8 / 1_428;
        var profile = $"title: narrow\nsource: this test\ndelay: 5 ms\nrate: 10 Mbit/s\nqueue: {Packets} packets\n";
        var scenario = TrialPlans.Echo("udp", TimeSpan.FromSeconds(2)) with
        {
            Workloads = [new Workload { Name = "up", Kind = "upload", SendRate = Rate }],
            Links = ["narrow"],
            LinkProfiles = [new LinkProfileSource { Name = "narrow", Text = profile }],
        };
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var measured = result.Measurement;
        Assert.Equal(Carried * 1_400, measured.GoodputBytesPerSecond!.Value, 0.03 * Carried * 1_400);
        Assert.InRange(measured.Figures!["bulk-rate-kept"], 0.97, 1.03);
        Assert.Equal(1 - (Carried / Rate), measured.DatagramsLost!.Value / (double)measured.DatagramsSent!.Value, 0.03);

        // Packets are let in again as each one leaves: the queue stands.
        var up = Assert.Single(measured.LinkQueues!, queue => queue.Side == "up");
        Assert.All(up.Packets.SkipLast(1), packets => Assert.Equal(Packets, packets));
    }
}
