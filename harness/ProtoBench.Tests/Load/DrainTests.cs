using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Close;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class DrainTests
{
    [Fact]
    public void What_became_of_exchanges_counts_from_when_the_server_began_to_stop()
    {
        var (first, second) = (new DrainTally(), new DrainTally());
        first.Answer(900);
        first.Answer(1000);
        first.Answer(2000);
        first.Lose();
        second.Refuse();

        var figures = DrainFigures.Of(
            1000, 5_001_000, inTime: true, known: [3000, 0, 9000], announced: [2000, 0, 4000], told: 2, [first, second]);

        Assert.Equal(5000, figures["close-drain"]);
        Assert.Equal((5, 2), (figures["close-drain-known"], figures["close-drain-announced"]));
        Assert.Equal(2 / 3.0, figures["close-drain-told"]);
        Assert.Equal((2, 1, 1), (figures["close-drain-answered"], figures["close-drain-refused"], figures["close-drain-lost"]));
        Assert.Empty(DrainFigures.Faults(figures));
        Assert.StartsWith(
            "the server stopped in 5.0 ms: 2 exchanges were answered meanwhile, 1 refused, 1 lost",
            Assert.Single(DrainFigures.Notes(figures)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_that_met_no_exchange_and_one_that_was_cut_are_told()
    {
        var figures = DrainFigures.Of(0, 1, inTime: false, known: [], announced: [], told: 0, [new DrainTally()]);

        Assert.Equal("no exchange was under way when the server began to stop", Assert.Single(DrainFigures.Faults(figures)));
        Assert.Contains("the server did not end all connections by itself: the rest was cut at the time-out", DrainFigures.Notes(figures));
        Assert.DoesNotContain(
            "close-drain-announced", DrainFigures.Of(0, 1, true, [5, 6], announced: [5, 0], told: 1, [new DrainTally()]).Keys);
        Assert.Empty(DrainFigures.Faults(new Dictionary<string, double>()));
        Assert.Empty(DrainFigures.Notes(new Dictionary<string, double>()));
    }

    [Fact]
    public void A_lean_server_does_not_drain()
    {
        var scenario = PlanCase.Scenario(
            [new Workload { Name = "w", Kind = "close", Manner = CloseManner.Drain }], [PlanCase.Closed(1)], "tcp");
        scenario = scenario with { Arms = [scenario.Arms[0] with { ServeWith = ServerMake.Lean }] };
        Assert.Equal(
            "the lean server stops at once only; use manner: cut, or serve-with: dotnet",
            Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Theory]
    [InlineData("quic", CloseManner.Drain, "quic has no way to stop but at once; use manner: cut")]
    [InlineData("quic", CloseManner.Cut, null)]
    [InlineData("udp", CloseManner.Cut, "udp has no connections that could be closed")]
    [InlineData("tcp", CloseManner.Drain, null)]
    public void A_protocol_without_a_way_to_stop_does_not_apply(string protocol, CloseManner manner, string? reason)
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "w", Kind = "close", Manner = manner }], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Tls = ProtocolCatalog.Find(protocol)!.Traits.RequiresTls }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class DrainTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("tcp", CloseManner.Drain)]
    [InlineData("http2", CloseManner.Drain)]
    [InlineData("websocket", CloseManner.Drain)]
    [InlineData("http2", CloseManner.Cut)]
    public async Task A_server_stops_under_load_and_what_is_lost_is_counted(string protocol, CloseManner manner)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol, load: new LoadPoint { Name = "closed-4", InFlight = 4 }) with
        {
            Workloads = [new Workload { Name = "w", Kind = "close", Manner = manner }],
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.True(result.Measurement.Outcomes is { Completed: > 0, Failed: 0 }, $"{result.Measurement.Outcomes}");
        Assert.Equal(0, figures["close-drain-overdue"]);
        Assert.True(figures["close-drain"] > 0 && figures["close-median"] > 0);

        // Each of the four lanes met the end in one way or another.
        Assert.True(figures["close-drain-answered"] + figures["close-drain-refused"] + figures["close-drain-lost"] >= 4);
        Assert.NotNull(result.Server);
        Assert.True(protocol != "tcp" || figures["close-drain-told"] == 0);
        if (manner == CloseManner.Drain && protocol is "http2" or "websocket")
        {
            Assert.Equal((0, 1), (figures["close-drain-lost"], figures["close-drain-told"]));
        }

        if (manner == CloseManner.Cut)
        {
            Assert.Equal(4, figures["close-drain-lost"] + figures["close-drain-refused"]);
        }
    }
}
