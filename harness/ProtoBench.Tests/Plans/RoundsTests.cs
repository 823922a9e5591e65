using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class RoundsTests
{
    private static readonly Workload Echo = new() { Name = "echo" };

    [Fact]
    public void Arms_that_are_compared_are_measured_together_and_groups_apart()
    {
        var plan = Build(PlanCase.Scenario([Echo], [PlanCase.Closed(1), PlanCase.Closed(4)], "tcp", "http1", "http2"));

        var rounds = plan.Trials.GroupBy(trial => trial.Round).ToList();
        Assert.Equal(4, rounds.Count);
        Assert.All(rounds, round =>
        {
            Assert.NotNull(round.Key);
            Assert.Equal(3, round.Count());
            Assert.Single(round.Select(trial => trial.CellId.Split('/')[^1]).Distinct());
            Assert.Single(round.Select(trial => trial.Repetition).Distinct());

            // The same arrivals for all, so that their ratio is not that of two schedules.
            Assert.Single(round.Select(trial => trial.Seed).Distinct());
        });
        Assert.Equal(4, plan.Trials.Select(trial => trial.Seed).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 12), plan.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public void What_cannot_be_cut_into_slices_or_has_nobody_to_meet_has_the_machine_to_itself()
    {
        var down = new Workload { Name = "down", Kind = "download" };
        var plan = Build(PlanCase.Scenario([Echo, down], [PlanCase.Closed(1)], "tcp", "http1"));
        var alone = Build(PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp"));

        Assert.All(plan.Trials, trial => Assert.Equal(trial.CellId.StartsWith("down", StringComparison.Ordinal), trial.Round is null));
        Assert.All(alone.Trials, trial => Assert.Null(trial.Round));
    }

    [Fact]
    public void Left_to_itself_only_closed_loops_over_loopback_are_driven_in_turns()
    {
        var users = new Workload { Name = "users", Think = TimeSpan.FromMilliseconds(10) };
        var down = new Workload { Name = "down", Kind = "download" };
        var scenario = PlanCase.Scenario([Echo, users, down], [PlanCase.Closed(1), PlanCase.Open(100, 4)], "tcp", "http1") with
        {
            Links = ["loopback", "wan-40ms"],
            Design = TrialDesign.Auto,
        };

        var plan = PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All);

        Assert.Equal(
            ["echo/http1/loopback/closed-1", "echo/tcp/loopback/closed-1"],
            plan.Trials.Where(trial => trial.Round is not null).Select(trial => trial.CellId).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(plan.Trials, trial => trial.Round is null);
    }

    [Fact]
    public void Separate_trials_have_no_rounds()
    {
        var scenario = PlanCase.Scenario([Echo], [PlanCase.Closed(1)], "tcp", "http1");

        Assert.All(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Trials, trial => Assert.Null(trial.Round));
    }

    [Fact]
    public void More_arms_than_fit_are_cut_evenly_and_drawn_anew_each_time()
    {
        var scenario = PlanCase.Scenario([Echo], [PlanCase.Closed(1)]) with
        {
            Arms = [.. Enumerable.Range(0, 25).Select(i => new Arm { Label = $"a{i}", Protocol = "tcp" })],
            Trials = 12,
        };

        var plan = Build(scenario);

        var rounds = plan.Trials.GroupBy(trial => trial.Round).Select(round => round.Select(trial => trial.CellId).ToHashSet()).ToList();
        Assert.All(rounds, round => Assert.InRange(round.Count, 8, Rounds.MostArms));
        Assert.Equal(12 * 3, rounds.Count);

        // Whoever was drawn together by chance would otherwise never be compared with the rest within a round.
        var met = rounds.Where(round => round.Contains("echo/a0/loopback/closed-1")).SelectMany(round => round).Distinct().Count();
        Assert.True(met > 20, $"met {met} of 25");
    }

    [Fact]
    public void Connections_of_a_round_are_bounded()
    {
        var many = Echo with { Connections = 1_500 };
        var plan = Build(PlanCase.Scenario([many], [PlanCase.Closed(1_500)], "tcp", "http1", "http2", "websocket"));
        var huge = Build(PlanCase.Scenario([Echo with { Connections = 9_000 }], [PlanCase.Closed(9_000)], "tcp", "http1"));

        Assert.All(plan.Trials.GroupBy(trial => trial.Round), round => Assert.Equal(2, round.Count()));
        Assert.All(huge.Trials, trial => Assert.Null(trial.Round));
    }

    private static Plan Build(Scenario scenario) =>
        PlanBuilder.Build(scenario with { Design = TrialDesign.Interleaved }, StubProtocol.Catalog, WorkloadCatalog.All);
}
