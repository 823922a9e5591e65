using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class PlanBuilderTests
{
    private static readonly Workload Echo = new() { Name = "echo" };

    [Theory]
    [InlineData(1, 16, 16)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 8, 32)]
    [InlineData(10, 10, 64)]
    [InlineData(null, 8, 64)]
    public void In_flight_that_nobody_asked_for_is_what_the_connections_carry(int? connections, int streams, int inFlight)
    {
        var load = PlanCase.Open(500, 64) with { InFlightFits = true };
        var cell = PlanCase.Cell(
            new ProtocolTraits
            {
                Multiplexed = true,
            }, new Workload { Name = "w", Kind = "exchange", Connections = connections, Streams = streams }, load);

        Assert.Equal((null, inFlight, false), (cell.NotApplicable, cell.Load.InFlight, cell.Load.InFlightFits));
        Assert.NotNull(PlanCase.Cell(
            new ProtocolTraits
            {
                Multiplexed = true,
            }, new Workload { Name = "w", Kind = "exchange", Connections = 1, Streams = 16 }, PlanCase.Open(500, 64)).NotApplicable);
    }

    [Fact]
    public void Cells_are_the_product_in_the_order_of_the_file()
    {
        var down = new Workload { Name = "down", Kind = "download", Loads = [PlanCase.Closed(4)] };
        var scenario = PlanCase.Scenario(
            [Echo, down], [PlanCase.Closed(1), PlanCase.Closed(2)], "tcp", "http2") with
        { Links = ["loopback", "wan"] };
        Assert.Equal(
            [
                "echo/tcp/loopback/closed-1", "echo/tcp/loopback/closed-2", "echo/tcp/wan/closed-1", "echo/tcp/wan/closed-2",
                "echo/http2/loopback/closed-1", "echo/http2/loopback/closed-2", "echo/http2/wan/closed-1", "echo/http2/wan/closed-2",
                "down/tcp/loopback/closed-4", "down/tcp/wan/closed-4", "down/http2/loopback/closed-4", "down/http2/wan/closed-4",
            ],
            PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells.Select(cell => cell.Id));
    }

    [Theory]
    [InlineData(true, 1, 1, 1)]
    [InlineData(true, 8, 1, 8)]
    [InlineData(true, 8, 8, 1)]
    [InlineData(true, 9, 8, 2)]
    [InlineData(true, 7, 8, 1)]
    [InlineData(false, 8, 1, 8)]
    public void Automatic_connections_are_as_many_as_the_load_needs(bool multiplexed, int inFlight, int streams, int connections)
    {
        var cell = PlanCase.Cell(
            new ProtocolTraits { Multiplexed = multiplexed }, Echo with { Streams = streams }, PlanCase.Closed(inFlight));
        Assert.Equal((connections, null), (cell.Connections, cell.NotApplicable));
    }

    [Fact]
    public void Blocking_arms_need_a_connection_for_each_exchange_even_where_the_protocol_multiplexes()
    {
        var traits = new ProtocolTraits { Multiplexed = true, SupportsBlocking = true };
        var arm = new Arm { Label = "p", Protocol = "p", Io = IoMode.Blocking };
        Assert.Equal(8, PlanCase.Cell(traits, Echo, PlanCase.Closed(8), arm).Connections);
        Assert.Equal(
            "blocking p carries one exchange at a time on a connection, not 4 streams",
            PlanCase.Cell(traits, Echo with { Streams = 4 }, PlanCase.Closed(8), arm).NotApplicable);
    }

    [Fact]
    public void Explicit_connections_are_kept() => Assert.Equal(
        5, PlanCase.Cell(new ProtocolTraits(), Echo with { Connections = 5 }, PlanCase.Closed(2)).Connections);

    [Fact]
    public void Every_repetition_visits_every_running_cell_once()
    {
        var plan = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1), PlanCase.Closed(2)], "tcp", "udp", "grpc") with { Trials = 4 },
            StubProtocol.Catalog, WorkloadCatalog.All);
        Assert.Equal(Enumerable.Range(1, 24), plan.Trials.Select(trial => trial.Number));
        Assert.All(
            plan.Trials.Chunk(6).Select((repetition, index) => (repetition, index)),
            pair =>
            {
                Assert.All(pair.repetition, trial => Assert.Equal(pair.index + 1, trial.Repetition));
                Assert.Equal(plan.Cells.Select(cell => cell.Id).Order(), pair.repetition.Select(trial => trial.CellId).Order());
            });
    }

    [Fact]
    public void Repetitions_have_different_orders_and_the_seed_decides_them()
    {
        var scenario = PlanCase.Scenario([Echo], [.. Enumerable.Range(1, 10).Select(PlanCase.Closed)], "tcp") with { Trials = 3 };
        var plan = PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All);
        var orders = plan.Trials.Chunk(10).Select(repetition => string.Join(' ', repetition.Select(trial => trial.CellId))).ToArray();
        Assert.Equal(3, orders.Distinct().Count());
        Assert.Equal(plan.Trials, PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Trials);
        Assert.NotEqual(plan.Trials, PlanBuilder.Build(scenario with { Seed = 2 }, StubProtocol.Catalog, WorkloadCatalog.All).Trials);
    }

    [Fact]
    public void A_seed_means_the_same_order_and_schedules_for_ever()
    {
        var plan = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "udp", "grpc"), StubProtocol.Catalog, WorkloadCatalog.All);
        Assert.Equal(
            [
                "grpc 704d035003d8be9c", "udp 989e7b9650e51e78", "tcp 8d2f54726bd9ef17",
                "grpc 566b574aeba4af8b", "tcp fd649d1f1e4fdc89", "udp 6416da186865509a",
            ],
            plan.Trials.Select(trial => $"{trial.CellId.Split('/')[1]} {trial.Seed:x16}"));
    }

    [Fact]
    public void Every_position_is_equally_likely_for_every_cell()
    {
        // 6 orders of 3 cells over 6,000 repetitions: 1,000 expected each; chi-squared with 5 degrees of freedom is below 20.5 with 99.9 %.
        var plan = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "udp", "grpc") with
            {
                Trials = 6_000,
            }, StubProtocol.Catalog, WorkloadCatalog.All);
        var counts = plan.Trials.Chunk(3).CountBy(order => string.Concat(order.Select(trial => trial.CellId[5]))).ToDictionary();
        Assert.Equal(6, counts.Count);
        Assert.True(counts.Values.Sum(count => Math.Pow(count - 1_000, 2) / 1_000) < 20.5);
    }

    [Fact]
    public void Seeds_differ_between_trials() =>
        Assert.Distinct(PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "udp") with { Trials = 1_000 },
            StubProtocol.Catalog, WorkloadCatalog.All).Trials.Select(trial => trial.Seed));

    [Fact]
    public void A_trial_keeps_its_seed_when_other_cells_come_and_go()
    {
        var few = PlanBuilder.Build(PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp"), StubProtocol.Catalog, WorkloadCatalog.All);
        var many = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "udp", "grpc"), StubProtocol.Catalog, WorkloadCatalog.All);
        Assert.Equal(
            few.Trials.Select(trial => (trial.Repetition, trial.Seed)),
            many.Trials.Where(trial => trial.CellId == few.Cells[0].Id).Select(trial => (trial.Repetition, trial.Seed)));
    }

    [Fact]
    public void What_this_machine_cannot_run_is_in_the_plan_with_its_reason_and_without_trials()
    {
        var plan = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "a", "b"),
            [new StubProtocol("a", new()), new StubProtocol("b", new(), "the moon is not full: wait")], WorkloadCatalog.All);
        Assert.Equal([null, "the moon is not full: wait"], plan.Cells.Select(cell => cell.Unsupported));
        Assert.All(plan.Trials, trial => Assert.Equal("echo/a/loopback/closed-1", trial.CellId));
    }

    [Fact]
    public void A_backend_this_machine_lacks_leaves_the_other_ones_trials()
    {
        var scenario = PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "http3");
        var arm = scenario.Arms[0] with { Tls = true };
        scenario = scenario with { Arms = [arm, arm with { Label = "http3-msquic", Backend = "msquic" }] };
        var plan = PlanBuilder.Build(
            scenario, [new StubProtocol("http3", StubProtocol.Quic, OtherBackends: "no libmsquic: install it")], WorkloadCatalog.All);
        Assert.Equal([null, "no libmsquic: install it"], plan.Cells.Select(cell => cell.Unsupported));
        Assert.All(plan.Trials, trial => Assert.Equal("echo/http3/loopback/closed-1", trial.CellId));
    }

    [Fact]
    public void Cells_with_the_same_id_are_a_bug() =>
        Assert.Throws<ArgumentException>(
            () =>
                PlanBuilder.Build(PlanCase.Scenario([Echo, Echo], [PlanCase.Closed(1)], "tcp"), StubProtocol.Catalog, WorkloadCatalog.All));

    [Theory]
    [InlineData(null, true)]
    [InlineData("it is a Tuesday", false)]
    public void What_this_machine_cannot_run_has_no_trials(string? reason, bool runs)
    {
        var plan = PlanBuilder.Build(
            PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "udp"),
            StubProtocol.Catalog,
            WorkloadCatalog.All,
            cell => cell.Arm.Protocol == "tcp" ? reason : null);

        Assert.Equal([reason, null], plan.Cells.Select(cell => cell.Unsupported));
        Assert.Equal(runs, plan.Trials.Any(trial => trial.CellId == plan.Cells[0].Id));
        Assert.Equal(Enumerable.Range(1, runs ? 4 : 2), plan.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public void A_protocol_outside_the_catalog_is_a_bug() =>
        Assert.Throws<ArgumentException>(
            () => PlanBuilder.Build(PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "telex"), StubProtocol.Catalog, WorkloadCatalog.All));
}
