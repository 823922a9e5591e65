using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>What trials recorded, as the rules read it.</summary>
public sealed class EvidenceReaderTests
{
    /// <summary>Connections of QUIC tell the name of their congestion control, too, and deliver each stream by itself.</summary>
    [Fact]
    public void Only_what_runs_over_TCP_delivers_all_of_a_connection_in_one_order()
    {
        string[] protocols = ["tcp", "http2", "grpc", "http3", "quic", "udp"];
        var run = new SyntheticRun(new Scenario
        {
            Name = "orders",
            Title = "In which order?",
            Workloads = [new Workload { Name = "echo" }],
            Arms = [.. protocols.Select(protocol => new Arm { Label = protocol, Protocol = protocol })],
            Loads = [new LoadPoint { Name = "closed", InFlight = 1 }],
            Links = ["loopback"],
            Trials = 2,
        })
        {
            MostSamples = 100,
        }.Result();
        var cells = RunSummary.Of(run).Workloads[0].Cells;
        Assert.Contains(cells, cell => cell.Arm == "quic" && cell.Succeeded.Any(trial => trial.Facts!.CongestionControl is not null));

        var inOrder = cells.Where(cell => EvidenceReader.Of(cell) is { OverTcp: true, InOrder: true }).Select(cell => cell.Arm);
        Assert.Equal(["grpc", "http2", "tcp"], inOrder.Order());
    }
}
