using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Reports;
using ProtoBench.Reports.Comparisons;
using ProtoBench.Reports.Exports;
using ProtoBench.Reports.Html;
using ProtoBench.Reports.Text;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>What is said of the machines that sides ran on and of the network between them.</summary>
public sealed class HostReportTests
{
    private static readonly PathLook Look = new(120, 90, 300, 30, 0, 1.2e9, 1.1e9, 1500, LargestPasses: true);

    private static readonly RunResult Local = SyntheticRuns.Quick();

    private static readonly RunResult Run = Over("perf1", "perf2", "rack-10g", "6.1.0");

    [Fact]
    public void Every_report_tells_each_host_and_the_network_between_them()
    {
        var summary = RunSummary.Of(Run);

        foreach (var report in new IReport[] { new TextReport(), new MarkdownReport(), new HtmlReport() })
        {
            var text = Text(report, summary);
            Assert.All(new[] { "perf1", "perf2", "rack-10g" }, word => Assert.Contains(word, text, StringComparison.Ordinal));
            Assert.Contains("120 µs (90.0–300 µs in 70 looks)", Flat(text), StringComparison.Ordinal);
            Assert.Contains("0 of 2100 datagrams lost, MTU 1500", Flat(text), StringComparison.Ordinal);
            Assert.DoesNotContain(" loopback ·", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Exports_have_the_fields_of_each_host()
    {
        var properties = CheckSuites.Of(Run).Properties.ToDictionary(one => one.Key, one => one.Value);

        Assert.Equal("perf1", properties["environment.server_host"]);
        Assert.Equal("6.1.0", properties["environment.client_kernel"]);
        Assert.Equal("rack-10g", properties["environment.network"]);
        Assert.Equal("perf2", HistoryPoints.Of(Run).Environment["client host"]);
        Assert.DoesNotContain(HistoryPoints.Of(Run).Environment, field => field.Key.EndsWith("tool commit", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_on_unlike_hosts_or_networks_are_not_compared_without_a_word()
    {
        Assert.Empty(RunEnvironment.Between(Run, Run with { Fingerprint = Run.Fingerprint with { Kernel = "of who started it" } }));
        Assert.Equal(
            ["host of the server: perf1 → perf3", "server's kernel: 6.1.0 → 6.18.0", "client's kernel: 6.1.0 → 6.18.0"],
            RunEnvironment.Between(Run, Over("perf3", "perf2", "rack-10g", "6.18.0")));
        Assert.Equal(["network: rack-10g → rack-25g"], RunEnvironment.Between(Run, Over("perf1", "perf2", "rack-25g", "6.1.0")));
        Assert.Contains("network: loopback → rack-10g", RunEnvironment.Between(Local, Run));
        Assert.Contains("host of the client: this machine → perf2", RunEnvironment.Between(Local, Run));

        var report = EnvironmentGuard.Apply(SuiteJudge.Judge(
            StoredRunComparison.Of(Run, Over("perf1", "perf2", "rack-25g", "6.1.0")), new ComparisonRule()));
        using var text = new StringWriter();
        ComparisonText.Write(report, text);

        Assert.All(report.Metrics, metric => Assert.Equal(ComparisonVerdict.Inconclusive, metric.Verdict));
        Assert.Contains("network: rack-10g → rack-25g", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_that_serves_two_trials_counts_once_and_is_said_to()
    {
        var shared = Run with
        {
            Trials =
            [
                .. Run.Trials.Select((trial, i) => i == 0
                    ? trial
                    : trial with { Paths = [trial.Paths![0] with { BeforeAge = 0.7 }] }),
            ],
        };

        Assert.Contains(
            "in 36 looks, one between two trials)", Flat(Text(new TextReport(), RunSummary.Of(shared))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_was_busy_is_named_with_a_remedy_and_the_machine_that_starts_the_sides_is_not()
    {
        var busy = Run with
        {
            Before = new MachineState { Processors = 2, LoadAverage = 9 },
            Hosts =
            [
                Run.Hosts![0] with { Before = new MachineState { Processors = 2, LoadAverage = 0.1, OtherShare = 0 } },
                Run.Hosts[1] with { Before = new MachineState { Processors = 2, LoadAverage = 6.2 } },
            ],
            Trials =
            [
                .. Run.Trials.Select((trial, i) => trial with
                {
                    Machine = null,
                    HostMachines =
                    [
                        new("perf1", new MachineState { Processors = 2, OtherShare = 0.01 }, Awake: true),
                        new("perf2", new MachineState { Processors = 2, OtherShare = i == 0 ? 0.3 : 0.02 }, Awake: true),
                    ],
                }),
            ],
        };
        var summary = RunSummary.Of(busy);
        var warning = $"perf2 was busy: load 6.2 on 2 processors before the run; 30 % of processor time went to other programs in 1 of "
            + $"{Run.Trials.Count} trials. Stop what else runs there (top shows it), or take another host.";

        foreach (var report in new IReport[] { new TextReport(), new MarkdownReport(), new HtmlReport() })
        {
            var text = Flat(Text(report, summary));
            Assert.Contains(warning, text, StringComparison.Ordinal);
            Assert.DoesNotContain("perf1 was busy", text, StringComparison.Ordinal);
            Assert.DoesNotContain("The machine was busy", text, StringComparison.Ordinal);
        }

        Assert.Contains("the machine was busy", Flat(Text(new TextReport(), summary)), StringComparison.Ordinal);
        Assert.Equal(
            ["perf1, before the run", "perf1, used by other programs in trials", "perf2, before the run"],
            Conditions.OtherWorkOf(Assert.Single(summary.Parts)).Select(line => line.Name).Take(3));
    }

    [Fact]
    public void A_path_that_changed_or_loses_is_a_note()
    {
        var evidence = new PathEvidence("perf2", "perf1", Look, Look with { RoundTripMicroseconds = 900 }, WhyNot: null);

        Assert.Equal(["the round trip from perf2 to perf1 changed: 120 µs before the trial, 900 µs after it"], evidence.Notes);
        Assert.Empty((evidence with { After = Look }).Notes);
        Assert.Contains(
            "of 60 datagrams from perf2 to perf1 around the trial 2 were lost",
            (evidence with { After = Look with { Lost = 2 } }).Notes);
        Assert.Contains("UDP does not get through", Assert.Single((evidence with
        {
            Before = Look with { Lost = 30, LargestPasses = false },
            After = Look with { Lost = 30, LargestPasses = false },
        }).Notes), StringComparison.Ordinal);
        Assert.Contains(
            "a switch between them takes smaller ones only",
            Assert.Single((evidence with { After = Look with { LargestPasses = false } }).Notes),
            StringComparison.Ordinal);
        Assert.Contains(
            "was not seen after the trial: no answer",
            Assert.Single((evidence with { After = null, WhyNot = "no answer" }).Notes),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_are_stored_with_the_run()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("run");
        RunFolder.Create(path, Run with { Trials = [] });

        var read = RunFolder.Open(path).Read();

        Assert.Equal(Run.Hosts!.Select(host => (host.Name, host.Role)), read.Hosts!.Select(host => (host.Name, host.Role)));
        Assert.Empty(RunEnvironment.Between(Run, read));
    }

    private static RunResult Over(string server, string client, string network, string kernel) => Local with
    {
        Hosts =
        [
            new RunHost(server, "server", Local.Fingerprint with { Kernel = kernel }),
            new RunHost(client, "client", Local.Fingerprint with { Kernel = kernel }),
        ],
        Plan = Local.Plan with
        {
            Scenario = Local.Plan.Scenario with
            {
                Hosts = new HostPlan(LauncherKind.Ssh, new Host(server), [new Host(client)]) { Network = network },
            },
        },
        Trials =
        [
            .. Local.Trials.Select(trial => trial with { Paths = [new PathEvidence(client, server, Look, Look, WhyNot: null)] }),
        ],
    };

    private static string Text(IReport report, RunSummary summary)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        report.Render(summary, writer);
        return writer.ToString();
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
