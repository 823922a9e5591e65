using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class TrialRunnerTests
{
    private static TimeSpan Limit => Patience.LongLimit;

    public static TheoryData<string> Protocols =>
        new(ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null).Select(protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_trial_measures_exchanges_between_two_fresh_processes(string protocol)
    {
        var result = await RunAsync(TrialPlans.Echo(protocol));

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.NotEqual(result.ClientProcessId, result.ServerProcessId);
        Assert.NotEqual(Environment.ProcessId, result.ServerProcessId);
        Assert.Equal(result.ClientProcessId, result.Client!.ProcessId);
        // Far below what an idle machine does in half a second, because this one may be building something else.
        Assert.True(result.Measurement!.Outcomes.Completed > 3, $"{result.Measurement.Outcomes.Completed} exchanges");
        Assert.Equal(result.Measurement.Outcomes.Completed, HistogramText.Decode(result.Measurement.Service!).Count);
        Assert.True(result.Client.CpuSeconds > 0 && result.Server!.CpuSeconds > 0);
        Assert.True(result.Client.PeakResidentBytes > 10_000_000);
        Assert.NotNull(result.Facts);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_download_is_measured_at_the_client(string protocol)
    {
        var result = await RunAsync(TrialPlans.Bulk(protocol, "download"));

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.True(result.Measurement!.GoodputBytesPerSecond > 50_000);
        Assert.NotEmpty(result.Measurement.Series);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_upload_is_measured_at_the_server(string protocol)
    {
        var result = await RunAsync(TrialPlans.Bulk(protocol, "upload"));

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.True(result.Measurement!.GoodputBytesPerSecond > 50_000);
        Assert.Contains(result.Measurement.Series, sample => sample.Rate > 50_000);
    }

    [Fact]
    public async Task A_server_that_stalls_shows_it_in_open_loop_response_time_and_not_in_median_service_time()
    {
        // Once per second the server process stands still for 200 ms, as if its disk or its collector did.
        var load = new LoadPoint { Name = "open", Loop = LoopKind.Open, Rate = 1000, InFlight = 8 };
        var scenario = TrialPlans.Echo("tcp", TimeSpan.FromSeconds(3), load);
        using var over = new CancellationTokenSource();
        Task stalling = Task.CompletedTask;

        var result = await RunAsync(scenario, onServer: server => stalling = StallAsync(server, over.Token));
        await over.CancelAsync();
        await stalling;

        Assert.True(result.Measurement is not null, string.Join("; ", result.Reasons));
        Assert.True(result.ResponseMicroseconds!.P99 > 100_000, $"p99 response {result.ResponseMicroseconds.P99} µs");
        Assert.True(result.ServiceMicroseconds!.P50 < 20_000, $"p50 service {result.ServiceMicroseconds.P50} µs");
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_fails_the_trial_with_the_signal()
    {
        var result = await RunAsync(TrialPlans.Echo("tcp", TimeSpan.FromSeconds(20)), onServer: server => server.Kill());

        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("the server was ended by signal 9", Assert.Single(result.Reasons), StringComparison.Ordinal);
        Assert.False(IsAlive(result.ClientProcessId) || IsAlive(result.ServerProcessId));
    }

    [Fact]
    public async Task A_client_that_is_killed_in_the_middle_fails_the_trial_with_the_signal()
    {
        var result = await RunAsync(TrialPlans.Echo("http2", TimeSpan.FromSeconds(20)), onClient: client => client.Kill());

        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("the client was ended by signal 9", Assert.Single(result.Reasons), StringComparison.Ordinal);
        Assert.False(IsAlive(result.ServerProcessId));
    }

    [Fact]
    public async Task An_interrupted_trial_does_not_count_and_leaves_no_process()
    {
        using var interrupt = new CancellationTokenSource();
        var pids = new List<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            TrialPlans.Echo("tcp", TimeSpan.FromSeconds(30)),
            onServer: server => pids.Add(server.Id),
            onClient: client =>
            {
                pids.Add(client.Id);
                interrupt.Cancel();
            },
            cancellationToken: interrupt.Token));

        Assert.Equal(2, pids.Count);
        Assert.All(pids, pid => Assert.False(IsAlive(pid)));
    }

    [Fact]
    public async Task Conditions_are_those_the_scenario_asked_for()
    {
        var scenario = TrialPlans.Echo() with
        {
            Arms = [new Arm { Label = "tls", Protocol = "tcp", Tls = true, CongestionControl = "reno" }],
            Runtime = new RuntimeSettings { ServerGc = true, ConcurrentGc = true, TieredPgo = false, InlineCompletions = true },
        };

        var result = await RunAsync(scenario);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.StartsWith("TLS 1.3", result.Facts!.Tls, StringComparison.Ordinal);
        Assert.Equal("reno", result.Facts.CongestionControl);
        Assert.Contains("concurrent=true code=jit pgo=false", result.Server!.Runtime, StringComparison.Ordinal);
        Assert.Contains("socket-completions=inline", result.Server.Runtime, StringComparison.Ordinal);
        Assert.Contains("socket-completions=inline", result.Client!.Runtime, StringComparison.Ordinal);
        Assert.NotEqual(result.Client.Processors, result.Server.Processors);

        // Only a pool of one processor is kept from trying more threads.
        var alone = ProcessorSplit.ParseList(result.Server.Processors).Count == 1;
        Assert.EndsWith(alone ? "pool-spin=0 hill-climbing=off" : "hill-climbing=default", result.Server.Runtime, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionUse.Full)]
    [InlineData(SessionUse.Resumed)]
    [InlineData(SessionUse.Early)]
    public async Task Connections_opened_while_measuring_use_sessions_as_asked(SessionUse session)
    {
        // Long enough for a machine that is building something else: each connection costs Kestrel up to 10 ms while its code is new.
        var scenario = TrialPlans.Echo("http3", TimeSpan.FromSeconds(2));
        scenario = scenario with
        {
            Workloads = [new Workload { Name = "cold", Fresh = true }],
            Arms = [scenario.Arms[0] with { Session = session }],
        };

        var result = await RunAsync(scenario);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        var opened = result.Measurement!.Opened!;
        Assert.True(opened.Count > 0, $"{opened.Count} connections");
        Assert.Equal(opened.Count, HistogramText.Decode(opened.Connect).Count);
        Assert.Equal(session == SessionUse.Full ? 0 : opened.Count, opened.Resumed);
        Assert.Equal(session == SessionUse.Early ? opened.Count : 0, opened.EarlyAccepted);
    }

    [Fact]
    public async Task Qlog_of_both_sides_lies_beside_the_logs_and_the_trial_says_what_it_costs()
    {
        var scenario = TrialPlans.Echo("quic");
        var plan = TrialPlans.Of(scenario);
        using var folder = new TemporaryFolder();

        var result = await new TrialRunner(scenario, folder.Path, new SideServers(scenario), new Recording(Qlog: true))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Limit);

        var files = Directory.GetFiles(Path.Combine(folder.Path, result.Logs!), "*.sqlog");
        Assert.Single(files, file => file.EndsWith("_client.sqlog", StringComparison.Ordinal));
        Assert.Single(files, file => file.EndsWith("_server.sqlog", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains("packet_sent", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Contains("qlog", StringComparison.Ordinal));
    }

    private static async Task<TrialResult> RunAsync(
        Scenario scenario, Action<Process>? onServer =
            null, Action<Process>? onClient = null, CancellationToken cancellationToken = default)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(scenario);
        var running =
            new TrialRunner(scenario, folder.Path, new SideServers(scenario)).RunAsync(plan.Trials[0], plan.Cells[0], cancellationToken);
        if (onServer is not null || onClient is not null)
        {
            await LogHasAsync(Path.Combine(folder.Path, "logs", "0001", "client.log"), "connections in");
            WithChild("serve", onServer);
            WithChild("drive", onClient);
        }

        return await running.WaitAsync(Limit, CancellationToken.None);
    }

    /// <summary>The client logs a line when it is connected: from then on the trial is in its middle.</summary>
    private static async Task LogHasAsync(string path, string text)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!File.Exists(path) || !(await File.ReadAllTextAsync(path, limit.Token)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static void WithChild(string role, Action<Process>? action)
    {
        if (action is not null)
        {
            using var child = Process.GetProcessById(Assert.Single(OwnChildren.Saying(role)));
            action(child);
        }
    }

    private static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");

    private static async Task StallAsync(Process server, CancellationToken over)
    {
        var pid = server.Id;
        while (!over.IsCancellationRequested && IsAlive(pid))
        {
            Signal(pid, "STOP");
            await Task.Delay(200, CancellationToken.None);
            Signal(pid, "CONT");
            await Task.Delay(800, CancellationToken.None);
        }
    }

    private static void Signal(int pid, string name)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", $"{pid}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
