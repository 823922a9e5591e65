using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Links;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Objects over a link of delay alone, held against slow start.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class ObjectTrialTests
{
    // An object of 64 kB needs three flights of 14.5, 29 and 58 kB, on a cold connection behind the round trip of TCP's handshake.
    [LinkTheory]
    [InlineData("tcp", true, 4)]
    [InlineData("http1", true, 4)]
    [InlineData("http1", false, 1)]
    public async Task An_object_takes_the_round_trips_that_slow_start_predicts(string protocol, bool fresh, int roundTrips)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol, TimeSpan.FromSeconds(1.5)) with
        {
            Workloads = [new Workload { Name = "object", Kind = "objects", ResponseBytes = 64_000, Fresh = fresh }],
            Links = ["wan-40ms"],
        };
        var plan = TrialPlans.Of(scenario);
        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        // A link that a busy machine made late counts here all the same: the tail is not asked for.
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        var figures = result.Measurement.Figures!;
        Assert.Equal(roundTrips, figures[ObjectsKind.Predicted]);
        Assert.Equal(roundTrips, figures[ObjectsKind.Taken], 0.5);
        Assert.InRange(figures[ObjectsKind.RoundTrip], 40_000, 50_000);
    }
}
