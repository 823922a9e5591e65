using ProtoBench.Commands;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Trials.Pairs;
using Xunit;

namespace ProtoBench.Tests.Plans;

/// <summary>What hosts can run is asked of them, and not of the machine that plans.</summary>
public sealed class HostSupportTests
{
    private static readonly IReadOnlyList<IProtocol> LacksLocally =
        [new StubProtocol("a", new()), new StubProtocol("b", new(), "the controller has no moon: wait")];

    [Fact]
    public void What_the_planning_machine_lacks_keeps_no_cell_from_hosts()
    {
        Assert.Equal([null, "the controller has no moon: wait"], Plan(hosts: null).Cells.Select(cell => cell.Unsupported));
        Assert.Equal([null, null], Plan(Two).Cells.Select(cell => cell.Unsupported));
        Assert.Equal(4, Plan(Two).Trials.Count);
    }

    [Fact]
    public void A_host_that_lacks_something_leaves_just_those_cells_out_and_the_rest_as_it_was()
    {
        var whole = Plan(Two);
        var marked = HostSupport.Mark(whole, (host, arm) => (host, arm.Protocol) is ("perf2", "b") ? "cannot run b: no moon" : null);

        Assert.Equal([null, "the build on perf2 cannot run b: no moon"], marked.Cells.Select(cell => cell.Unsupported));
        Assert.Equal([1, 2], marked.Trials.Select(trial => trial.Number));
        Assert.Equal(
            whole.Trials.Where(trial => trial.CellId == whole.Cells[0].Id).Select(trial => (trial.CellId, trial.Repetition, trial.Seed)),
            marked.Trials.Select(trial => (trial.CellId, trial.Repetition, trial.Seed)));
        Assert.Equal([null, null], whole.Cells.Select(cell => cell.Unsupported));
    }

    [Fact]
    public void Hosts_that_lack_the_same_are_named_together_and_others_with_their_own_reason()
    {
        string? Lack(string host, Arm arm) => arm.Protocol == "a" ? null : host == "perf3" ? "does not know b" : "cannot run b: no moon";

        Assert.Equal(
            "the build on perf1 and perf2 cannot run b: no moon; the build on perf3 does not know b",
            HostSupport.Mark(Plan(new HostPlan(LauncherKind.Ssh, new("perf1"), [new("perf2"), new("perf3")])), Lack).Cells[1].Unsupported);
    }

    [Fact]
    public void Where_a_server_of_the_users_runs_nothing_of_ours_is_needed()
    {
        var plan = Plan(Two);
        var cell = plan.Cells[1];
        var foreign = cell with { Arm = cell.Arm with { Server = "theirs" } };

        Assert.Null(HostSupport.Mark(Two, [foreign], On("perf1"))[0].Unsupported);
        Assert.NotNull(HostSupport.Mark(Two, [foreign], On("perf2"))[0].Unsupported);
        Assert.NotNull(HostSupport.Mark(Two, [cell], On("perf1"))[0].Unsupported);

        static Func<string, Arm, string?> On(string lacking) => (host, _) => host == lacking ? "cannot run b: no moon" : null;
    }

    [Fact]
    public void A_plan_without_hosts_and_a_cell_that_makes_no_sense_stay_as_they_are()
    {
        var here = Plan(hosts: null);
        var senseless = Plan(Two).Cells[0] with { NotApplicable = "too large" };

        Assert.Same(here, HostSupport.Mark(here, (_, _) => "cannot run it"));
        Assert.Same(senseless, HostSupport.Mark(Two, [senseless], (_, _) => "cannot run it")[0]);
    }

    [Fact]
    public void Another_build_is_asked_here_what_it_knows_and_on_the_hosts_what_runs()
    {
        var hello = new Hello(ChildMessage.Contract, "hello", 1, "0", "", "b")
        {
            Capabilities = new PeerCapabilities(["a", "b"], new Dictionary<string, string> { ["b"] = "no moon" }, Requests: true),
        };
        var cells = Plan(Two).Cells;

        Assert.Equal("cannot run b: no moon", BuildIntroduction.WhyNot(hello, cells, here: true));
        Assert.Null(BuildIntroduction.WhyNot(hello, cells, here: false));
        Assert.Equal(
            "does not know c",
            BuildIntroduction.WhyNot(hello, [cells[0] with { Arm = cells[0].Arm with { Protocol = "c" } }], here: false));
    }

    [Fact]
    public void A_plan_that_is_shown_says_what_only_the_hosts_know()
    {
        const string Said = "what perf1 and perf2 can run of it is not known before the hosts are reached";

        Assert.Contains(Said, PlanAdvice.All(Plan(Two)));
        Assert.DoesNotContain(Said, PlanAdvice.All(Plan(hosts: null)));
    }

    private static HostPlan Two => new(LauncherKind.Ssh, new Host("perf1"), [new Host("perf2")]);

    private static Plan Plan(HostPlan? hosts) => PlanBuilder.Build(
        PlanCase.Scenario([new Workload { Name = "echo" }], [PlanCase.Closed(2)], "a", "b") with { Hosts = hosts },
        LacksLocally,
        WorkloadCatalog.All);
}
