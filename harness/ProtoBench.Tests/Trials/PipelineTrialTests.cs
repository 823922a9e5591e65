using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Pipelining over a link of delay alone: N requests on one connection of depth d take ⌈N/d⌉ round trips.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class PipelineTrialTests
{
    private const double RoundTripSeconds = 0.040;

    [LinkTheory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task So_many_exchanges_as_its_depth_end_in_each_round_trip(int depth)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo("http1", TimeSpan.FromSeconds(2), new LoadPoint { Name = $"closed-{depth}", InFlight = depth }) with
        {
            Workloads = [new Workload { Name = "piped", Connections = 1, Pipeline = depth }],
            Arms = [new Arm { Label = "lean", Protocol = "http1", Client = "lean" }],
            Links = ["wan-40ms"],
        };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        // A link that a busy machine made late counts here all the same: the tail is not asked for.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        Assert.InRange(result.Measurement.AchievedRate!.Value, 0.9 * depth / RoundTripSeconds, depth / RoundTripSeconds * 1.02);
    }
}
