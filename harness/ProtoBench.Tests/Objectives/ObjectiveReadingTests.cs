using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Objectives;

public sealed class ObjectiveReadingTests
{
    [Fact]
    public void Limits_are_read_in_the_units_of_their_figures()
    {
        var scenario = Read.Scenario(Read.Lines(
            "objectives: { p99: 5 ms, p99.9: 20 ms, failures: 0.1 %, throughput: 5 k/s, server-cpu: 20 us, server-peak: 2 GiB }"));

        Assert.Equal(
            [
                new("p99", 5_000), new("p99.9", 20_000), new("throughput", 5_000), new Objective("failures", 0.001),
                new("server-cpu", 20), new("server-peak", 2_147_483_648),
            ],
            scenario.Objectives!);
    }

    [Fact]
    public void A_workload_may_have_its_own()
    {
        var scenario = Read.Scenario(Read.Text(
            "title: Which?\nprotocols: [tcp]\nobjectives: { p99: 1 ms }\n"
                + "workloads:\n  a: {}\n  b: { kind: download, objectives: { goodput: 100 MB/s }, loads: [ { closed: 1 } ] }\n"));

        Assert.Null(scenario.Workloads[0].Objectives);
        Assert.Equal([new Objective("goodput", 100_000_000)], scenario.Workloads[1].Objectives!);
    }

    [Theory]
    [InlineData("objectives: { p98: 5 ms }", "PB1102", "did you mean 'p90'?")]
    [InlineData("objectives: {}", "PB1104", "p99: 5 ms")]
    [InlineData("objectives: { p99: 5 % }", "PB1202", "the units are us, ms, s")]
    [InlineData("objectives: { failures: 0 % }", "PB1205", "0.0001 % to 99 %")]
    public void Mistakes_are_told_with_their_remedy(string line, string code, string remedy)
    {
        var error = Assert.Single(Read.Lines(line).Errors);

        Assert.Equal((code, 4), (error.Code, error.Line));
        Assert.Contains(remedy, error.Hint + error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_has_no_latency_to_limit()
    {
        var error = Assert.Single(Read.Text(
            "title: Which?\nprotocols: [tcp]\nworkloads:\n  b: { kind: download, objectives: { p99: 1 ms } }\n").Errors);

        Assert.Equal(("PB1305", 4), (error.Code, error.Line));
        Assert.Equal("a workload of kind download has no p99", error.Message);
    }
}
