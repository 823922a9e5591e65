using System.Text.Json;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.History;

public sealed class HistoryPointsTests
{
    private static readonly RunResult Run = SyntheticRuns.All["quick"].Value;

    [Fact]
    public void A_value_is_the_median_over_the_trials_that_count()
    {
        var point = HistoryPoints.Of(Run);
        var cell = point.Cells.Single(cell => cell.Id == "echo/tcp/loopback/closed-1");
        var p50 =
            Run.Trials.Where(trial => trial.CellId == cell.Id).Select(trial => trial.ResponseMicroseconds!.P50!.Value).Order().ToArray();

        Assert.Equal(5, cell.Trials);
        Assert.Equal(p50[2], cell.Values["p50"]);
        Assert.Equal(7, point.Cells.Count);
        Assert.Equal("1f2e3d4c", point.Commit);
    }

    [Fact]
    public void Invalid_failed_and_withheld_figures_are_not_remembered()
    {
        var point = HistoryPoints.Of(SyntheticRuns.All["concurrency-sweep"].Value);
        Assert.DoesNotContain(point.Cells, cell => cell.Id is "echo/http1/loopback/closed-16" or "echo/websocket/loopback/closed-64");
        Assert.Equal(4, point.Cells.Single(cell => cell.Id == "echo/http2/loopback/closed-4").Trials);
        Assert.Empty(HistoryPoints.Of(SyntheticRuns.All["nothing"].Value).Cells);
    }

    [Fact]
    public void The_commit_more_trials_another_seed_and_more_protocols_do_not_begin_a_new_series()
    {
        var scenario = Run.Plan.Scenario;
        var other = Run with
        {
            Fingerprint = Run.Fingerprint with { ToolCommit = "another", MemoryBytes = Run.Fingerprint.MemoryBytes - 4096 },
            Plan = Run.Plan with { Scenario = scenario with { Trials = 9, Seed = 5, Title = "?", Arms = [scenario.Arms[0]] } },
        };

        var (before, after) = (HistoryPoints.Of(Run), HistoryPoints.Of(other));

        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(before.ScenarioHash, after.ScenarioHash);
        Assert.Equal(before.Cells.Select(cell => cell.Hash), after.Cells.Select(cell => cell.Hash));
        Assert.Equal(7, before.Cells.Select(cell => cell.Hash).Distinct().Count());
    }

    [Fact]
    public void Another_design_begins_a_new_series_and_when_a_run_may_end_does_not()
    {
        var scenario = Run.Plan.Scenario;
        RunResult With(Scenario changed) => Run with { Plan = Run.Plan with { Scenario = changed } };

        var before = HistoryPoints.Of(Run);

        Assert.NotEqual(before.ScenarioHash, HistoryPoints.Of(With(scenario with { Design = TrialDesign.Interleaved })).ScenarioHash);
        Assert.Equal(
            before.ScenarioHash, HistoryPoints.Of(With(scenario with { Margin = 0.1, Budget = TimeSpan.FromSeconds(9) })).ScenarioHash);

        // Stores are older than designs: what was stored then goes on.
        Assert.DoesNotContain("design", JsonSerializer.Serialize(scenario, ResultJson.Default.Scenario), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kernel_longer_trials_or_another_payload_do()
    {
        var before = HistoryPoints.Of(Run);
        var kernel = HistoryPoints.Of(Run with { Fingerprint = Run.Fingerprint with { Kernel = "7.0" } });
        var longer = HistoryPoints.Of(
            Run with { Plan = Run.Plan with { Scenario = Run.Plan.Scenario with { Duration = TimeSpan.FromSeconds(9) } } });
        var bigger = HistoryPoints.Of(Run with
        {
            Plan = Run.Plan with
            {
                Cells = [.. Run.Plan.Cells.Select(cell => cell with { Workload = new Workload { Name = "echo", RequestBytes = 65 } })],
            },
        });

        Assert.NotEqual(before.Fingerprint, kernel.Fingerprint);
        Assert.NotEqual(before.ScenarioHash, longer.ScenarioHash);
        Assert.NotEqual(before.Cells[0].Hash, bigger.Cells[0].Hash);
    }

    [Fact]
    public void Another_server_of_the_users_begins_a_new_series_of_its_cells_only()
    {
        RunResult With(string command, string? folder = null) => Run with
        {
            Plan = Run.Plan with
            {
                Scenario = Run.Plan.Scenario with { Servers = [new ServerSide { Name = "mine", Command = command, Folder = folder }] },
                Cells = [Run.Plan.Cells[0] with { Arm = Run.Plan.Cells[0].Arm with { Server = "mine" } }, .. Run.Plan.Cells.Skip(1)],
            },
        };

        var (without, one) = (HistoryPoints.Of(Run), HistoryPoints.Of(With("nginx {port}")));
        var (moved, other) = (HistoryPoints.Of(With("nginx {port}", "/elsewhere")), HistoryPoints.Of(With("caddy {port}")));

        Assert.Equal([without.ScenarioHash, one.ScenarioHash], [one.ScenarioHash, other.ScenarioHash]);
        Assert.Equal(one.Cells.Select(cell => cell.Hash), moved.Cells.Select(cell => cell.Hash));
        Assert.Equal(without.Cells.Skip(1).Select(cell => cell.Hash), other.Cells.Skip(1).Select(cell => cell.Hash));
        Assert.Equal(3, new[] { without, one, other }.Select(point => point.Cells[0].Hash).Distinct().Count());
    }

    [Fact]
    public void Another_link_under_the_same_name_begins_a_new_series_of_its_cells_only()
    {
        var (near, far) = (Points("delay: 10 ms"), Points("delay: 11 ms"));
        Assert.Equal(near.ScenarioHash, far.ScenarioHash);
        Assert.All(
            near.Cells.Zip(far.Cells),
            cell => Assert.Equal(cell.First.Id.Contains("/lan/", StringComparison.Ordinal), cell.First.Hash != cell.Second.Hash));
        Assert.Contains(near.Cells, cell => cell.Id.Contains("/lan/", StringComparison.Ordinal));
        Assert.Equal(near.Cells.Select(cell => cell.Hash), Points("delay: 10000 us").Cells.Select(cell => cell.Hash));

        static HistoryPoint Points(string line)
        {
            var run = SyntheticRuns.All["links"].Value;
            var scenario =
                run.Plan.Scenario with { LinkProfiles = [new LinkProfileSource { Name = "lan", Text = $"title: t\nsource: s\n{line}\n" }] };
            return HistoryPoints.Of(run with { Plan = run.Plan with { Scenario = scenario } });
        }
    }

    [Fact]
    public void A_line_read_back_is_the_same_line()
    {
        var line = HistoryJson.Line(HistoryPoints.Of(SyntheticRuns.All["hostile"].Value, "c", "a label\nwith \"marks\""));
        Assert.DoesNotContain('\n', line);
        Assert.Equal(line, HistoryJson.Line(HistoryJson.Point(line)));
    }
}
