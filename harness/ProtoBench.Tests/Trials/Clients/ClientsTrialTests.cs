using System.Diagnostics;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Several client processes against one server, for real.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class ClientsTrialTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(300.0)]
    public async Task Three_clients_measure_in_one_window_and_their_counts_add_up(double? rate)
    {
        var load = rate is null
            ? new LoadPoint { Name = "closed-3", InFlight = 3 }
            : new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = rate, InFlight = 6 };
        using var folder = new TemporaryFolder();
        var result = await RunAsync(Scenario(3, load), folder, CancellationToken.None).WaitAsync(Patience.LongLimit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var parts = result.ClientParts!;
        Assert.Equal(3, parts.Select(part => part.ProcessId).Distinct().Count());
        Assert.Equal(result.Measurement!.Outcomes.Completed, parts.Sum(part => part.Outcomes.Completed));
        Assert.Equal(
            HistogramText.Decode(result.Measurement.Response!).Count, parts.Sum(part => HistogramText.Decode(part.Response!).Count));
        Assert.All(parts, part => Assert.True(part is { Outcomes.Completed: > 3, CpuSeconds: > 0, PeakResidentBytes: > 10_000_000 }));
        Assert.All(parts, part => Assert.InRange(part.OpenedMilliseconds, -50, 50));
        Assert.StartsWith("3, which share processors", result.Facts!.More["client processes"], StringComparison.Ordinal);
        if (rate is { } offered)
        {
            Assert.Equal(offered, result.Measurement.OfferedRate!.Value, 0.03 * offered);
            Assert.All(parts, part => Assert.Equal(100, part.Outcomes.Total / part.WindowSeconds, 10.0));
        }
    }

    [Theory]
    [InlineData("download", "tcp")]
    [InlineData("upload", "udp")]
    public async Task What_two_clients_transfer_adds_up(string kind, string protocol)
    {
        var scenario = TrialPlans.Echo(protocol, load: new LoadPoint { Name = "closed-2", InFlight = 2 }) with
        {
            Workloads = [new Workload { Name = "bulk", Kind = kind }],
            Arms = [new Arm { Label = protocol, Protocol = protocol, ClientProcesses = 2 }],
        };
        using var folder = new TemporaryFolder();
        var result = await RunAsync(scenario, folder, CancellationToken.None).WaitAsync(Patience.LongLimit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.Equal(2, result.ClientParts!.Count);
        Assert.Equal(2, result.Measurement!.Outcomes.Completed);

        // Both rates over time are of the whole; a goodput of one client would be half of theirs.
        var steady = result.Measurement.Series.Where(sample => sample.Second > 0).Select(sample => sample.Rate).ToList();
        Assert.InRange(result.Measurement.GoodputBytesPerSecond!.Value, 0.6 * steady.Average(), 1.6 * steady.Average());
        Assert.Equal(protocol == "udp", result.Measurement.DatagramsSent > 0);
    }

    public static TheoryData<Workload, string, double?, int> Kinds { get; } = new()
    {
        { new Workload { Name = "w", Kind = "idle", Held = 21, IdleFor = TimeSpan.FromMilliseconds(50) }, "tcp", null, 2 },
        { new Workload { Name = "w", Kind = "churn", Fresh = true }, "http1", null, 2 },
        { new Workload { Name = "w", Kind = "push", Connections = 5 }, "websocket", 100, 5 },
        { new Workload { Name = "w", Kind = "frames", FrameRate = 100 }, "udp", null, 2 },
        { new Workload { Name = "w", Kind = "stream", Way = StreamWay.Down }, "tcp", 200, 4 },
        { new Workload { Name = "w", Kind = "duplex" }, "http2", null, 2 },
        { new Workload { Name = "w", Kind = "slow-reader" }, "tcp", null, 2 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_that_two_clients_divide_has_its_figures(Workload workload, string protocol, double? rate, int inFlight)
    {
        var load = rate is null
            ? new LoadPoint { Name = "closed", InFlight = inFlight }
            : new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = rate, InFlight = inFlight };
        var scenario = TrialPlans.Echo(protocol, load: load) with
        {
            Workloads = [workload],
            Arms = [new Arm { Label = protocol, Protocol = protocol, ClientProcesses = 2 }],
        };
        using var folder = new TemporaryFolder();
        var result = await RunAsync(scenario, folder, CancellationToken.None).WaitAsync(Patience.LongLimit);

        // What a busy machine makes late is told.
        Assert.True(
            result.Status == TrialStatus.Succeeded || result.Reasons.All(
                reason => reason.StartsWith("the sender itself was late", StringComparison.Ordinal)),
            string.Join("; ", result.Reasons.Concat(result.Notes)));
        var (measured, parts, kind) = (result.Measurement!, result.ClientParts!, WorkloadCatalog.Of(workload.Kind));
        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.True(part.Outcomes.Completed > 0, $"{part}"));
        Assert.Equal(measured.Outcomes.Total, parts.Sum(part => part.Outcomes.Total));
        Assert.All(measured.Figures ?? new Dictionary<string, double>(), figure =>
        {
            Assert.Contains(kind.Figures, known => known.Key == figure.Key);
            Assert.True(double.IsFinite(figure.Value) && figure.Value >= 0, $"{figure}");
        });
        Assert.All(
            measured.Times?.Keys ?? [], key => Assert.Contains(kind.Times, known => known.Key == key));
        switch (workload.Kind)
        {
            case "idle":
                Assert.Equal((21, 21), (measured.Outcomes.Completed, measured.Figures!["idle-held"]));
                Assert.Equal([11, 10], parts.Select(part => part.Outcomes.Completed));
                Assert.Equal(kind.Figures.Select(figure => figure.Key).Order(), measured.Figures.Keys.Order());
                break;
            case "churn":
                Assert.Equal(measured.Outcomes.Completed, measured.Opened!.Count);
                Assert.Equal(measured.Opened.Count / measured.WindowSeconds, measured.Figures!["churn-opened"], 1e-6);
                Assert.Contains("churn-ports", measured.Figures);
                break;
            case "push":
                // Every subscriber got every event: those of both clients got the same.
                Assert.Equal(rate!.Value, measured.OfferedRate!.Value, 15.0);
                Assert.Equal(inFlight * measured.OfferedRate.Value * measured.WindowSeconds, measured.Outcomes.Total, 10.0);
                Assert.Equal(0, measured.Figures!["push-missing"]);

                // Each event spreads once, over the subscribers of both.
                Assert.Null(measured.Unmerged);
                var events = measured.Outcomes.Completed / inFlight;
                Assert.Equal(events, HistogramText.Decode(measured.Times!["push-spread"]).Count);
                Assert.Equal(events, HistogramText.Decode(measured.PacingLateness!).Count);
                break;
            case "frames":
                Assert.InRange(measured.Outcomes.Total, 96, 104);
                Assert.Contains("frame-age-p99", measured.Figures!);
                break;
            case "stream":
                Assert.Equal(rate!.Value, measured.OfferedRate!.Value, 30.0);
                break;
            case "slow-reader":
                Assert.InRange(measured.Figures!["slow-reader-share"], 0.5, 1.05);
                Assert.Contains("slow-reader-held", measured.Figures);
                break;
            default:
                Assert.True(measured.Figures!["goodput-up"] > 0 && measured.Figures["goodput-down"] > 0);
                Assert.Equal(
                    measured.GoodputBytesPerSecond!.Value, measured.Figures["goodput-up"] + measured.Figures["goodput-down"], 1);
                break;
        }
    }

    [Fact]
    public async Task A_client_that_dies_in_the_middle_fails_the_trial_at_once_and_leaves_no_process()
    {
        var scenario = Scenario(2, new LoadPoint { Name = "closed-2", InFlight = 2 }) with { Duration = TimeSpan.FromSeconds(60) };
        using var folder = new TemporaryFolder();
        var running = RunAsync(scenario, folder, CancellationToken.None);
        await ConnectedAsync(Path.Combine(folder.Path, "logs", "0001", "client.log"));
        await ConnectedAsync(Path.Combine(folder.Path, "logs", "0001", "client-2.log"));
        var children = ProcessTree.ChildrenOf(Environment.ProcessId).ToList();
        var watch = Stopwatch.StartNew();
        using (var second = Process.GetProcessById(children.Where(child => OwnChildren.Says(child, "drive")).Max()))
        {
            second.Kill();
        }

        var result = await running.WaitAsync(Patience.LongLimit);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 40);
        Assert.Equal(TrialStatus.Failed, result.Status);
        var reason = Assert.Single(result.Reasons);
        Assert.Contains("2", reason, StringComparison.Ordinal);
        Assert.Contains("signal 9", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessTree.ChildrenOf(Environment.ProcessId), children.Contains);
    }

    private static Scenario Scenario(int processes, LoadPoint load) => TrialPlans.Echo("tcp", load: load) with
    {
        Arms = [new Arm { Label = "tcp", Protocol = "tcp", ClientProcesses = processes }],
    };

    private static Task<TrialResult> RunAsync(Scenario scenario, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var plan = TrialPlans.Of(scenario);
        return new TrialRunner(scenario, folder.Path, new SideServers(scenario)).RunAsync(plan.Trials[0], plan.Cells[0], cancellationToken);
    }

    private static async Task ConnectedAsync(string path)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!File.Exists(path) || !(await File.ReadAllTextAsync(path, limit.Token)).Contains("connections in", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
