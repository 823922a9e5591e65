using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Close;
using ProtoBench.Machine.Sockets;
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

public sealed class CloseTests
{
    [Theory]
    [InlineData(990, 0, "the client keeps TIME_WAIT: 99 % of the connections, 0 % at the server")]
    [InlineData(0, 1000, "the server keeps TIME_WAIT: 100 % of the connections, 0 % at the client")]
    [InlineData(3, 0, "nobody keeps TIME_WAIT")]
    public void Who_keeps_TIME_WAIT_is_said(int client, int server, string note)
    {
        var figures = CloseFigures.Of(5000, 1000, (At(0), At(0)), (At(client), At(server)));
        Assert.Equal((5, 0), (figures["close-median"], figures["close-wait"]));
        Assert.Equal(
            note, Assert.Single(CloseFigures.Notes(figures)).Replace("\u00A0", " ", StringComparison.Ordinal));
    }

    /// <summary>10,000 closings/s keep some 13,700 sockets in TIME_WAIT, of however many.</summary>
    [Theory]
    [InlineData(11_000, true)]
    [InlineData(13_700, false)]
    public void Shares_are_told_only_while_local_ports_are_plenty(int client, bool told)
    {
        var figures = CloseFigures.Of(5000, 20_000, (At(0), At(0)), (At(client), At(0)), ports: 28_232);
        Assert.Equal(told, figures.ContainsKey("close-time-wait-client"));
        Assert.Equal(told, figures.ContainsKey("close-time-wait-server"));
        Assert.Equal(told ? 1 : 0, CloseFigures.Notes(figures).Count());
    }

    [Theory]
    [InlineData("udp", CloseManner.Graceful, "udp has no connections that could be closed")]
    [InlineData("http2", CloseManner.Reset, "http2 has no reset of its own: its client only closes")]
    [InlineData("tcp", CloseManner.Reset, null)]
    [InlineData("http2", CloseManner.Half, null)]
    public void What_a_protocol_cannot_close_does_not_apply(string protocol, CloseManner manner, string? reason)
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "w", Kind = "close", Manner = manner }], [PlanCase.Closed(1)], protocol);
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    private static SocketCounts At(int timeWait) => new(0, timeWait, 0, 0);
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class CloseTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, CloseManner> Cells
    {
        get
        {
            var cells = new TheoryData<string, CloseManner>();
            foreach (var protocol in ProtocolCatalog.All.Where(one => one is { UnsupportedReason: null, Traits.Datagram: false }))
            {
                cells.Add(protocol.Name, CloseManner.Graceful);
                cells.Add(protocol.Name, CloseManner.Half);
                if (protocol.Traits.Resets)
                {
                    cells.Add(protocol.Name, CloseManner.Reset);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Connections_are_closed_and_what_stays_is_counted(string protocol, CloseManner manner)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with
        {
            Workloads = [new Workload { Name = "w", Kind = "close", Manner = manner }],
        });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.True(figures["close-median"] > 0);
        Assert.Equal(ProtocolCatalog.Find(protocol)!.Traits.OverTcp, figures.ContainsKey("close-time-wait-client"));
        if (manner == CloseManner.Reset)
        {
            Assert.True(figures["close-time-wait-client"] < 0.1 && figures["close-time-wait-server"] < 0.1);
        }
    }
}
