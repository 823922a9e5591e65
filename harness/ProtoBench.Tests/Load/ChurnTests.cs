using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Churn;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class ChurnTests
{
    // Of a real /proc/net/tcp; port 0x1F90 is 8080.
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 24 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 25 1 0000000000000000 20 4 30 10 -1",
        "   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 26 1 0000000000000000 20 4 30 10 -1",
        "   3: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:0000176F 00000000     0        0 0 3 0000000000000000",
        "   4: 0100007F:1F90 0100007F:C352 08 00000000:00000000 00:00000000 00000000     0        0 27 1 0000000000000000 20 4 30 10 -1",
        "   5: 0100007F:0050 0100007F:C352 06 00000000:00000000 00:00000000 00000000     0        0 27 1 0000000000000000 20 4 30 10 -1",
    ];

    [Fact]
    public void Sockets_belong_to_the_side_whose_port_they_have()
    {
        var (client, server) = SocketCensus.Count(Table, 8080);
        Assert.Equal(new SocketCounts(1, 1, 0, 0), client);
        Assert.Equal(new SocketCounts(1, 0, 1, 0), server);
    }

    [Fact]
    public void Ports_carry_as_many_connections_per_second_as_there_are_in_60_seconds()
    {
        var figures = ChurnFigures.Of(3000, 3, (At(10), At(0)), (At(9010), At(1)), 28_232);
        Assert.Equal(28_232 / 60.0, figures["churn-port-limit"], 6);
        var notes = ChurnFigures.Notes(figures).ToList();
        Assert.Equal(
            "the client closes first and keeps TIME_WAIT: 9010 sockets when the window was over, 1 at the other side", notes[0]);
        Assert.StartsWith(
            "3000 connections/s to one address would use up the 28232 local ports after 9.4 s, because each stays taken for 60 s: they "
                + "carry 471/s.",
            notes[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_server_closes_first_ports_are_no_limit()
    {
        var figures = ChurnFigures.Of(3000, 3, (At(0), At(0)), (At(0), At(9000)), 28_232);
        Assert.DoesNotContain("churn-port-limit", figures.Keys);
        Assert.StartsWith("the server closes first", Assert.Single(ChurnFigures.Notes(figures)), StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_that_end_with_a_reset_leave_hardly_any_socket()
    {
        var figures = ChurnFigures.Of(3000, 3, (At(10), At(0)), (At(17), At(0)), 28_232);
        Assert.DoesNotContain("churn-port-limit", figures.Keys);
        Assert.Equal(
            "connections end with a reset: 17 sockets were in TIME_WAIT at both sides when the window was over, of 3000 connections/s",
            Assert.Single(ChurnFigures.Notes(figures)));
    }

    /// <summary>As churn at 10,000 connections/s left them: their number stands still, and no connection was reset.</summary>
    [Fact]
    public void Where_loopback_gives_ports_away_again_nobody_is_said_to_reset()
    {
        var figures = ChurnFigures.Of(10_000, 2, (At(13_000), At(0)), (At(13_713), At(0)), 28_232);
        Assert.DoesNotContain("churn-time-wait-share", figures.Keys);
        Assert.StartsWith(
            "the client closes first and keeps TIME_WAIT: 13713", ChurnFigures.Notes(figures).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_no_sockets_of_TCP_nothing_is_said_of_them()
    {
        var figures = ChurnFigures.Of(3000, 3, default, default, 28_232);
        Assert.Equal(["churn-opened"], figures.Keys);
        Assert.Empty(ChurnFigures.Notes(figures));
    }

    [Fact]
    public void A_server_whose_sockets_nobody_sees_is_not_said_to_have_none()
    {
        var figures = ChurnFigures.Of(3000, 3, (At(10), null), (At(9010), null), 28_232);
        Assert.DoesNotContain("churn-time-wait-server", figures.Keys);
        Assert.DoesNotContain("churn-time-wait-share", figures.Keys);
        Assert.Equal(
            "the client closes first and keeps TIME_WAIT: 9010 sockets when the window was over", ChurnFigures.Notes(figures).First());

        // No socket of the client's may mean that the server closes first, or that connections end with a reset.
        Assert.Empty(ChurnFigures.Notes(ChurnFigures.Of(3000, 3, (At(0), null), (At(0), null), 28_232)));
    }

    [Theory]
    [InlineData("{ kind: churn }", true, null)]
    [InlineData("{ kind: churn, reuse: 1 }", true, null)]
    [InlineData("{ kind: churn, reuse: 10, request: 1 KiB }", false, 10)]
    [InlineData("{ fresh: true }", true, null)]
    [InlineData("{}", false, null)]
    public void A_connection_carries_one_exchange_unless_it_is_said(string workload, bool fresh, int? reuse)
    {
        var read = Read.Scenario(Read.Text($"title: Which?\nprotocols: [tcp]\nworkloads: {{ w: {workload} }}\n")).Workloads[0];
        Assert.Equal((fresh, reuse), (read.Fresh, read.Reuse));
    }

    [Fact]
    public void Blocking_connections_are_opened_before()
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "w", Kind = "churn" }], [PlanCase.Closed(1)], "tcp");
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = IoMode.Blocking }] };
        Assert.Equal(
            "connections of blocking tcp are opened before the measurement; use io: async",
            Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    private static SocketCounts At(int timeWait) => new(0, timeWait, 0, 0);
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class ChurnTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null).Select(protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Connections_are_opened_and_closed_and_what_they_leave_is_counted(string protocol)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol);
        var plan = TrialPlans.Of(scenario with { Workloads = [new Workload { Name = "w", Kind = "churn", Reuse = 3 }] });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        var rate = result.Measurement.AchievedRate!.Value;
        Assert.InRange(figures["churn-opened"] * 3, rate * 0.5, rate * 2);
        Assert.Equal(["churn-close", "churn-first-answer"], result.Measurement.Times!.Keys.Order(StringComparer.Ordinal));
        Assert.All(result.Measurement.Times.Values, time => Assert.NotEqual(0, HistogramText.Decode(time).Count));
        if (ProtocolCatalog.Find(protocol)!.Traits.OverTcp)
        {
            // Closing a connection with a reset, as ClientWebSocket does, leaves nothing in TIME_WAIT.
            Assert.True(
                figures["churn-time-wait-client"] + figures["churn-time-wait-server"] > 0
                    || figures["churn-time-wait-share"] < 0.1);
        }
        else
        {
            Assert.DoesNotContain("churn-ports", figures.Keys);
        }
    }
}
