using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class MixedTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly MixedPart Small = new() { Name = "small" };

    private static readonly MixedPart Large = new() { Name = "large", ResponseBytes = 1 << 20 };

    public static TheoryData<string> Protocols => new(ProtocolCatalog.All
        .Where(protocol => protocol.UnsupportedReason is null && !protocol.Traits.Datagram)
        .Select(protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Small_exchanges_wait_for_large_ones_where_a_connection_carries_one_at_a_time(string protocol)
    {
        var measured = await MeasureAsync(protocol, [Small, Large]);
        var (small, large) = (HistogramText.Decode(measured.Response!), HistogramText.Decode(measured.Times!["mixed-part-2"]));
        Assert.True(small.Count > 5 && large.Count > 5, $"{small.Count} small, {large.Count} large");
        Assert.True(measured.Figures!["mixed-goodput"] > 1 << 20, $"{measured.Figures["mixed-goodput"]} B/s");
        if (!ProtocolCatalog.Find(protocol)!.Traits.Multiplexed)
        {
            // In turns: one small, one large. A small one waits for the large one before it, and a large one for the small one, which takes
            // a fraction of its time.
            Assert.InRange(small.Count, (long)(0.9 * large.Count) - 2, (long)(1.1 * large.Count) + 2);
            Assert.InRange(small.Mean, 0.8 * large.Mean, 1.2 * large.Mean);
        }
    }

    [Fact]
    public async Task Flows_on_connections_of_their_own_share_what_there_is()
    {
        var measured = await MeasureAsync("tcp", [Small, Large with { Flows = 3, OwnConnections = true }]);
        Assert.InRange(measured.Figures!["mixed-fairness"], 1 / 3.0, 1);
        Assert.True(measured.Figures["mixed-goodput"] >= 3 * measured.Figures["mixed-least"]);
    }

    [Fact]
    public async Task Parts_with_weights_have_their_shares_of_the_exchanges()
    {
        var measured = await MeasureAsync("http2", [Small with { Weight = 3 }, Large with { ResponseBytes = 4_096, Weight = 1 }]);
        var (small, large) = (HistogramText.Decode(measured.Times!["mixed-part-1"]), HistogramText.Decode(measured.Times["mixed-part-2"]));

        // Of each four exchanges three and one, but for those at the window's edges.
        Assert.Equal(measured.Outcomes.Completed, small.Count + large.Count);
        Assert.InRange(small.Count, (3 * large.Count) - 8, (3 * large.Count) + 8);
        Assert.Null(measured.Figures);
    }

    [Fact]
    public async Task A_part_alone_is_an_exchange()
    {
        var measured = await MeasureAsync("http2", [Small]);
        Assert.Null(measured.Figures);
        Assert.Null(measured.Times);
        Assert.True(measured.AchievedRate > 100);
    }

    private static async Task<Measurement> MeasureAsync(string protocol, IReadOnlyList<MixedPart> parts)
    {
        using var folder = new TemporaryFolder();
        var workload = new Workload { Name = "mix", Kind = "mixed", Parts = parts, Connections = 1 };
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with { Workloads = [workload] });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        return result.Measurement!;
    }
}
