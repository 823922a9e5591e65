using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>A transport of our own that repairs losses, over 20 ms with 1 % loss each way, held against what its timer must do.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class ReliableUdpTrialTests
{
    private const double LossShare = 0.01;
    private const double RoundTrip = 20;

    /// <summary>
    /// With one exchange under way on a connection nothing overtakes a lost packet. So every exchange is answered, one that lost its
    /// request or its reply after the time-out (round trip and 4 ms, up to 2 ms of timers) and a round trip more; and as a lost packet
    /// takes an acknowledgement with it, both sides send again: two packets for each that was lost, or twice the loss's share of all.
    /// </summary>
    [LinkFact]
    public async Task A_lost_packet_costs_a_time_out_and_a_round_trip_and_two_packets()
    {
        var scenario = TrialPlans.Echo("rudp", TimeSpan.FromSeconds(3)) with
        {
            Workloads = [new Workload { Name = "echo", Connections = 32 }],
            Loads = [new LoadPoint { Name = "closed-32", InFlight = 32 }],
            Links = ["lossy-1"],
            WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(500), Maximum = TimeSpan.FromSeconds(1) },
        };
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        // A link that a busy machine made late counts here all the same.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var outcomes = result.Measurement.Outcomes;
        Assert.Equal(outcomes.Total, outcomes.Completed);
        Assert.InRange(outcomes.Completed, 2_000, 32 * 3 * 1_000 / RoundTrip);
        var times = HistogramText.Decode(result.Measurement.Service!);
        Assert.InRange(times.ValueAtQuantile(0.5) / 1e6, RoundTrip, RoundTrip + 4);
        Assert.InRange(times.ValueAtQuantile(0.99) / 1e6, (2 * RoundTrip) + 4, (2 * RoundTrip) + 4 + 10);
        var again = result.Client!.Retransmissions + result.Server!.Retransmissions;
        var packets = 2 * outcomes.Completed;

        // Five standard deviations of the binomial law: at 8,000 packets, 80 losses and 160 sent again, 45 either way.
        var expected = 2 * LossShare * packets;
        var spread = 5 * 2 * Math.Sqrt(LossShare * packets);
        Assert.InRange((double)again!, expected - spread, expected + spread);
        Assert.Contains("rudp packets sent again by the client", result.Facts!.More.Keys);
    }
}
