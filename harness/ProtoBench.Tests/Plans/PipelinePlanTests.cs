using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using Xunit;

namespace ProtoBench.Tests.Plans;

/// <summary>Who pipelines, over how many connections, and why others do not.</summary>
public sealed class PipelinePlanTests
{
    private static readonly ProtocolTraits Pipelines = new() { SupportsLean = true, Pipelines = true };

    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(8, 9, 2)]
    [InlineData(4, 16, 4)]
    [InlineData(null, 4, 4)]
    public void The_load_is_dealt_to_as_few_connections_as_carry_it(int? depth, int inFlight, int connections)
    {
        var cell = PlanCase.Cell(Pipelines, Workload(depth), PlanCase.Closed(inFlight), Lean());
        Assert.Null(cell.NotApplicable);
        Assert.Equal(connections, cell.Connections);
    }

    [Theory]
    [InlineData("http1", "the idiomatic client of http1 does not pipeline; use client: lean")]
    [InlineData("http2", "http2 has no pipelining; its exchanges share a connection as streams")]
    [InlineData("tcp", "tcp has no pipelining")]
    public void Others_do_not_pipeline(string protocol, string reason)
    {
        var scenario = PlanCase.Scenario([Workload(8)], [PlanCase.Closed(8)], protocol);
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void Connections_of_their_own_are_not_shared() => Assert.Equal(
        "pipelined exchanges share a connection, and with fresh or reuse each has one of its own",
        PlanCase.Cell(Pipelines, Workload(8) with { Fresh = true }, PlanCase.Closed(8), Lean()).NotApplicable);

    [Fact]
    public void More_in_flight_than_the_pipelines_hold_is_told() => Assert.Equal(
        "20 exchanges in flight do not fit 2 connections with 8 pipelined exchanges each",
        PlanCase.Cell(Pipelines, Workload(8) with { Connections = 2 }, PlanCase.Closed(20), Lean()).NotApplicable);

    private static Workload Workload(int? depth) => new() { Name = "w", Pipeline = depth };

    private static Arm Lean() => new() { Label = "p", Protocol = "p", Client = "lean" };
}
