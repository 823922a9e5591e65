using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>What a real link did to a trial stands beside its latencies, on the client's clock.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class LinkMarkTrialTests
{
    private const double Period = 0.5;

    [LinkFact]
    public async Task Outages_and_lost_packets_of_the_window_are_told_by_when_they_were()
    {
        // At 200 exchanges a second and connection each outage meets packets. TCP sends again after 0.2 s at least (TCP_RTO_MIN).
        const string Profile = "title: outages\nsource: this test\ndelay: 2 ms\n"
            + "blackouts: [ { at: 100 ms, for: 40 ms, every: 500 ms } ]\n";
        var scenario = TrialPlans.Echo("tcp", TimeSpan.FromSeconds(2), new LoadPoint { Name = "closed-4", InFlight = 4 }) with
        {
            Links = ["outages"],
            LinkProfiles = [new LinkProfileSource { Name = "outages", Text = Profile }],
        };
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var marks = result.Measurement.Marks ?? [];
        foreach (var side in new[] { "up", "down" })
        {
            // A window of four periods has four outages, or five where it begins or ends in one.
            var outages = marks.Where(mark => mark.What == TimeMarkKind.LinkOutage && mark.Side == side).ToList();
            Assert.InRange(outages.Count, 4, 5);
            Assert.All(
                outages.Zip(outages.Skip(1)).Skip(1).SkipLast(1),
                pair => Assert.Equal(Period, pair.Second.From - pair.First.From, 0.0021));

            // Each packet that met an outage is counted in a slice that touches one.
            var lost = marks.Where(mark => mark.What == TimeMarkKind.LinkOutageLoss && mark.Side == side).ToList();
            Assert.All(lost, mark => Assert.Contains(outages, outage => outage.From < mark.To + 0.051 && outage.To > mark.From - 0.051));
            var dropped = (side == "up" ? result.Link!.Statistics.Up : result.Link!.Statistics.Down).Blackout;
            Assert.InRange(lost.Sum(mark => mark.Amount), 0, dropped);
        }

        Assert.Contains(marks, mark => mark.What == TimeMarkKind.LinkOutageLoss);

        // The slowest exchange waited for what an outage lost.
        Assert.True(HistogramText.Decode(result.Measurement.Service!).Maximum > 200_000_000);
        var near = TimeMarks.Near(result.Measurement)!.Value;
        Assert.Contains(marks, mark => mark.What == TimeMarkKind.LinkOutageLoss && TimeMarks.IsNear(mark, near));
    }
}
