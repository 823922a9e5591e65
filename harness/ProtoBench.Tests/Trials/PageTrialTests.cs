using ProtoBench.Load.Workloads.Page;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Pages, on loopback to their last byte, and over a link of delay alone held against ⌈N ÷ at once⌉.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class PageTrialTests
{
    public static TheoryData<string> Protocols => new(ProtocolCatalog.All
        .Where(protocol => protocol.UnsupportedReason is null)
        .Select(protocol => protocol.Name)
        .Where(name => name.StartsWith("http", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_object_of_a_page_is_there_and_stands_in_the_waterfall(string protocol)
    {
        var workload = new Workload
        {
            Name = "page",
            Kind = "page",
            LoadedObjects = [new(20, 4_000), new(2, 100_000)],
            DocumentBytes = 30_000,
            Fresh = true,
        };
        var result = await RunAsync(protocol, workload, "loopback", TimeSpan.FromMilliseconds(500));

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var waterfall = result.Measurement!.Waterfall!;
        Assert.Equal(23, waterfall.Count);
        Assert.Equal((30_000, 100_000), (waterfall[0].Bytes, waterfall[^1].Bytes));
        Assert.All(waterfall, one => Assert.True(0 <= one.Start && one.Start <= one.FirstByte && one.FirstByte <= one.End, $"{one}"));
        Assert.All(waterfall.Skip(1), one => Assert.True(one.Start >= waterfall[0].End, "the document comes first"));
    }

    [LinkTheory]
    [InlineData("http1", 4)]
    [InlineData("http2", 1)]
    public async Task Twenty_four_small_objects_take_the_round_trips_that_their_connections_predict(string protocol, int roundTrips)
    {
        var workload = new Workload { Name = "icons", Kind = "page", LoadedObjects = [new(24, 4_000)] };
        var result = await RunAsync(protocol, workload, "wan-40ms", TimeSpan.FromSeconds(2));

        // A link that a busy machine made late counts here all the same: the tail is not asked for.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var figures = result.Measurement.Figures!;
        Assert.Equal(roundTrips, figures[PageKind.Predicted]);
        Assert.Equal(roundTrips, figures[PageKind.Taken], 0.5);
    }

    private static Task<TrialResult> RunAsync(string protocol, Workload workload, string link, TimeSpan duration)
    {
        var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol, duration) with { Workloads = [workload], Links = [link] };
        var plan = TrialPlans.Of(scenario);
        return new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);
    }
}
