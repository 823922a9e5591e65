using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Page;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class PageTests
{
    private static readonly IDrivenKind Kind = WorkloadCatalog.Of("page");

    [Theory]
    [InlineData(24, 6, false, 4)]
    [InlineData(25, 6, false, 5)]
    [InlineData(24, 6, true, 1 + 4)]
    [InlineData(24, int.MaxValue / 2, false, 1)]
    [InlineData(24, int.MaxValue / 2, true, 2)]
    [InlineData(1, 6, false, 1)]
    public void Small_objects_take_a_round_trip_for_as_many_as_are_under_way(int objects, int atOnce, bool document, int roundTrips)
    {
        var sizes = Enumerable.Repeat(4_000, objects + (document ? 1 : 0)).ToList();
        Assert.Equal(roundTrips, PageMixes.RoundTrips(sizes, document, atOnce, PageKind.FlightBytes));
    }

    [Fact]
    public void Objects_larger_than_a_flight_are_not_predicted() =>
        Assert.Null(PageMixes.RoundTrips([4_000, 20_000], false, 6, PageKind.FlightBytes));

    [Fact]
    public void The_document_comes_before_the_objects_it_names()
    {
        var workload = new Workload { Name = "p", DocumentBytes = 30_000, LoadedObjects = [new(2, 4_000), new(1, 9)] };
        Assert.Equal([30_000, 4_000, 4_000, 9], PageMixes.Sizes(workload));
        Assert.Equal("a document of 30 kB, then 3 objects of 9 B to 4 kB on warm connections", Kind.Describe(workload));
        Assert.Equal(53, PageMixes.Sizes(new Workload { Name = "p" }).Count);
    }

    [Theory]
    [InlineData("http1", 2, 12)]
    [InlineData("http2", 2, 2)]
    public void Each_user_has_six_connections_where_exchanges_cannot_share_one(string protocol, int users, int connections)
    {
        var cell = Cell(protocol, new Workload { Name = "p", Kind = "page" }, PlanCase.Closed(users));
        Assert.Null(cell.NotApplicable);
        Assert.Equal(connections, cell.Connections);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("websocket")]
    [InlineData("grpc")]
    public void What_is_no_http_loads_no_page(string protocol) => Assert.Equal(
        $"pages consist of requests of HTTP, and {protocol} has none",
        Cell(protocol, new Workload { Name = "p", Kind = "page" }, PlanCase.Closed(1)).NotApplicable);

    [Fact]
    public void Objects_are_written_as_a_list_or_by_name()
    {
        Assert.Equal([new ObjectCount(24, 4_000), new ObjectCount(1, 100_000)], Written("[{ size: 4 kB, count: 24 }, { size: 100 kB }]"));
        Assert.Equal(PageMixes.All["small"], Written("small"));
    }

    [Theory]
    [InlineData(4.2, 4, null)]
    [InlineData(6, 4, "a page took 6.0 round trips where one for each object of a connection predicts 4")]
    public void What_differs_from_its_prediction_is_told(double taken, double predicted, string? note) =>
        Assert.Equal(note is null ? [] : [note], Kind.NotesOn(new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts { Completed = 1 },
            WarmUp = new WarmUpOutcome(1, true),
            Figures = new Dictionary<string, double> { [PageKind.Taken] = taken, [PageKind.Predicted] = predicted },
        }));

    private static IReadOnlyList<ObjectCount>? Written(string objects) => Read.Scenario(Read.Text(
        $"title: Which?\nprotocols: [http1]\nworkloads: {{ p: {{ kind: page, objects: {objects} }} }}\n")).Workloads[0].LoadedObjects;

    private static Cell Cell(string protocol, Workload workload, LoadPoint load) => Assert.Single(
        PlanBuilder.Build(PlanCase.Scenario([workload], [load], protocol), ProtocolCatalog.All, WorkloadCatalog.All).Cells);
}
