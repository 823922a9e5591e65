using System.Text.Json;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Plans;

/// <summary>What cells between hosts are called.</summary>
public sealed class NetworkCellTests
{
    [Theory]
    [InlineData("perf1", new[] { "perf2" }, "rack-10g", "echo/tcp/rack-10g/closed-1")]
    [InlineData("perf1", new[] { "perf2" }, null, "echo/tcp/perf1-perf2/closed-1")]
    [InlineData("me@perf1", new[] { "me@perf2", "perf3" }, null, "echo/tcp/perf1-perf2-perf3/closed-1")]
    [InlineData("perf1", new[] { "perf1" }, "rack-10g", "echo/tcp/loopback/closed-1")]
    public void The_network_stands_where_a_link_would(string server, string[] clients, string? network, string id)
    {
        var cell = Assert.Single(Plan(server, clients, network).Cells);

        Assert.Equal((id, "loopback", "echo/tcp/loopback/closed-1"), (cell.Id, cell.Link, cell.Key));
    }

    [Fact]
    public void Its_name_changes_no_seed_and_a_link_of_that_name_is_another_cell()
    {
        var named = Plan("perf1", ["perf2"], "rack-10g");
        var plan = TrialPlans.Of(Scenario("perf1", ["perf2"], "lan") with { Links = ["loopback", "lan"] });

        Assert.Equal(named.Trials.Select(trial => trial.Seed), TrialPlans.Of(TrialPlans.Echo()).Trials.Select(trial => trial.Seed));
        Assert.Equal(["echo/tcp/network-lan/closed-1", "echo/tcp/lan/closed-1"], plan.Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void A_cell_of_this_machine_is_stored_as_ever_and_a_stored_one_that_tells_no_network_is_read()
    {
        var (here, between) = (Plan("perf1", ["perf1"], null).Cells[0], Plan("perf1", ["perf2"], null).Cells[0]);
        var text = JsonSerializer.Serialize(here, ResultJson.Default.Cell);

        Assert.DoesNotContain("network", text, StringComparison.Ordinal);
        Assert.DoesNotContain("crosses", text, StringComparison.Ordinal);
        Assert.Null(JsonSerializer.Deserialize(text, ResultJson.Default.Cell)!.Network);
        text = JsonSerializer.Serialize(between, ResultJson.Default.Cell);
        Assert.Equal("perf1-perf2", JsonSerializer.Deserialize(text, ResultJson.Default.Cell)!.Network);
    }

    [Fact]
    public void Cells_of_a_run_from_before_they_told_find_their_like()
    {
        var old = SyntheticRuns.Quick();
        var now = Between(old);

        var compared = StoredRunComparison.Of(old, now);

        Assert.NotEmpty(compared.Metrics);
        Assert.DoesNotContain(compared.Notes, note => note.Contains("is only in the", StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_and_the_table_of_trials_name_the_network_and_the_hosts()
    {
        var run = Between(SyntheticRuns.Quick());
        var side = new SideHost(new PeerFingerprint("6.1", "cpu", ".NET 10", "tsc"), "0-1", "", Build: null, "perf1");
        run = run with
        {
            Trials =
            [
                .. run.Trials.Select(trial => trial with
                {
                    Hosts = new TrialHosts(
                        side with { Host = "perf2" }, side, [side with { Host = "perf3" }, side with { Host = "perf2" }]),
                }),
            ],
        };
        var summary = RunSummary.Of(run);
        using var csv = new StringWriter();
        new CsvReport().Render(summary, csv);
        var rows = csv.ToString().Split("\r\n");
        var columns = rows[0].Split(',').ToList();
        var first = rows[1].Split(',');

        Assert.Equal("rack-10g", first[columns.IndexOf("link")]);
        Assert.Equal(["rack-10g", "perf1", "perf2 perf3"], first[columns.IndexOf("network")..(columns.IndexOf("client_hosts") + 1)]);
        Assert.All(summary.Workloads, workload => Assert.Equal("rack-10g", workload.Link));
    }

    private static RunResult Between(RunResult run)
    {
        return run with
        {
            Plan = run.Plan with
            {
                Cells = [.. run.Plan.Cells.Select(cell => cell with { Id = Named(cell.Id), Network = "rack-10g" })],
                Trials = [.. run.Plan.Trials.Select(trial => trial with { CellId = Named(trial.CellId) })],
            },
            Trials = [.. run.Trials.Select(trial => trial with { CellId = Named(trial.CellId) })],
        };

        static string Named(string id) => id.Replace("/loopback/", "/rack-10g/", StringComparison.Ordinal);
    }

    private static Plan Plan(string server, string[] clients, string? network) => TrialPlans.Of(Scenario(server, clients, network));

    private static Scenario Scenario(string server, string[] clients, string? network) => TrialPlans.Echo() with
    {
        Hosts = new HostPlan(LauncherKind.Ssh, new Host(server), [.. clients.Select(client => new Host(client))]) { Network = network },
    };
}
