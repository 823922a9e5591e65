using System.Diagnostics;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Clocks;

/// <summary>Trials whose sides have clocks of their own, as on two hosts: time namespaces (time_namespaces(7)), a day apart.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class ClockTrialTests
{
    private const long ServerAhead = 100_000_000_000_000;
    private const long ClientAhead = 7_000_000_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TimeNamespaceFact]
    public async Task A_server_on_another_clock_uses_what_it_uses_on_this_one()
    {
        // So that its processor time is mostly work that was ordered: what it compiles in the window is as much as 500 exchanges take.
        var scenario = TrialPlans.Echo(duration: TimeSpan.FromSeconds(1)) with
        {
            Workloads = [new Workload { Name = "work", ServerWork = TimeSpan.FromMilliseconds(2) }],
            WarmUp = new WarmUp { Minimum = TimeSpan.FromSeconds(1), Maximum = TimeSpan.FromSeconds(1) },
        };

        // Two trials of a busy machine may differ by more, whatever clocks they read; two pairs in a row hardly do.
        var (here, there) = (await RunAsync(scenario, apart: false), await RunAsync(scenario, apart: true));
        if (Math.Abs(PerExchange(there) - PerExchange(here)) > 0.2 * PerExchange(here))
        {
            (here, there) = (await RunAsync(scenario, apart: false), await RunAsync(scenario, apart: true));
        }

        Assert.Null(here.Clocks);

        // The work is 2 ms by the clock: what others take of the processor meanwhile is missing in what the server used (1,998 µs was
        // seen).
        Assert.InRange(PerExchange(here), 1_800, 6_000);
        Assert.InRange(PerExchange(there), 0.8 * PerExchange(here), 1.2 * PerExchange(here));
        var clocks = there.Clocks!;
        Assert.InRange(Math.Abs(clocks.Server.Nanoseconds + ServerAhead), 0, clocks.Server.BoundNanoseconds);
        Assert.InRange(Math.Abs(clocks.Client.Nanoseconds + ClientAhead), 0, clocks.Client.BoundNanoseconds);
        Assert.InRange(clocks.OneWayBoundNanoseconds, 1, 20_000_000);
        Assert.NotNull(there.Machine);
    }

    [TimeNamespaceFact]
    public async Task An_upload_is_measured_in_the_window_of_a_client_on_another_clock()
    {
        var result = await RunAsync(TrialPlans.Bulk("tcp", "upload"), apart: true);

        Assert.InRange(result.Measurement!.GoodputBytesPerSecond!.Value, 1e6, 1e12);
        Assert.InRange(result.Measurement.Series.Min(sample => sample.Second), -60, 0);
    }

    [TimeNamespaceTheory]
    [InlineData("push", null)]
    [InlineData("stream", StreamWay.Down)]
    [InlineData("stream", StreamWay.Up)]
    public async Task Ways_between_two_clocks_are_right_to_within_the_bound_or_not_told(string kind, StreamWay? way)
    {
        var load = new LoadPoint { Name = "open-200", Loop = LoopKind.Open, Rate = 200, InFlight = 1 };
        var scenario = TrialPlans.Echo(load: load) with { Workloads = [new Workload { Name = "one-way", Kind = kind, Way = way }] };

        var result = await RunAsync(scenario, apart: true);

        Assert.InRange(result.Measurement!.Outcomes.Completed, 90, 110);
        var bound = result.Clocks!.OneWayBoundNanoseconds / 1e3;
        if (result.ResponseMicroseconds is { P50: { } median })
        {
            Assert.True(bound <= 0.1 * median, $"a bound of {bound} µs is too much for {median} µs");
            Assert.InRange(median, 0, 50_000);
        }
        else
        {
            Assert.Contains(result.Notes, note => note.StartsWith("not told, because the clocks", StringComparison.Ordinal));
        }
    }

    [TimeNamespaceTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_between_two_clocks_are_on_time_as_on_one(bool fromClient)
    {
        var frames = new Workload
        {
            Name = "frames",
            Kind = "frames",
            MessageBytes = 200,
            FrameRate = 200,
            FramesFromClient = fromClient,
            Deadline = TimeSpan.FromSeconds(1),
        };

        var result = await RunAsync(TrialPlans.Echo() with { Workloads = [frames] }, apart: true);

        Assert.InRange(result.Measurement!.Figures!["frames-on-time"], 0.9, 1);
        Assert.InRange(result.Measurement.Figures["frames-lost"], 0, 0.02);
    }

    private static double PerExchange(TrialResult result) => result.Server!.CpuSeconds * 1e6 / result.Measurement!.Outcomes.Completed;

    private static async Task<TrialResult> RunAsync(Scenario scenario, bool apart)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(scenario);
        var runner = new TrialRunner(scenario, folder.Path, new SideServers(scenario))
        {
            EnterServer = apart ? TimeNamespace.Ahead(ServerAhead) : [],
            EnterClient = apart ? TimeNamespace.Ahead(ClientAhead) : [],
        };
        var result = await runner.RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Limit);

        // What a busy machine makes late is told, and no affair of clocks.
        Assert.True(
            result.Status == TrialStatus.Succeeded
                || result.Reasons.All(reason => reason.Contains(" was late", StringComparison.Ordinal)
                    || reason.Contains("ran late", StringComparison.Ordinal)),
            string.Join("; ", result.Reasons.Concat(result.Notes)));
        return result;
    }
}

/// <summary>Gives a command a monotonic clock of its own; needs root.</summary>
internal static class TimeNamespace
{
    public static string? Reason { get; } = Try();

    public static IReadOnlyList<string> Ahead(long nanoseconds)
    {
        var seconds = (nanoseconds / 1_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ["unshare", "--time", "--monotonic", seconds, "--boottime", seconds, "--fork", "--kill-child"];
    }

    private static string? Try()
    {
        try
        {
            var prefix = Ahead(1_000_000_000);
            using var process = Process.Start(
                new ProcessStartInfo(prefix[0], [.. prefix.Skip(1), "true"]) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0 ? null : "time namespaces need root and a kernel that has them";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unshare is not installed (apt-get install util-linux)";
        }
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class TimeNamespaceFactAttribute : FactAttribute
{
    public TimeNamespaceFactAttribute() => Skip = TimeNamespace.Reason;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class TimeNamespaceTheoryAttribute : TheoryAttribute
{
    public TimeNamespaceTheoryAttribute() => Skip = TimeNamespace.Reason;
}
