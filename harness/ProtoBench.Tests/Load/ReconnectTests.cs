using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Reconnect;
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

public sealed class ReconnectTests
{
    private static readonly Backoff Fixed = new(Milliseconds(100), Milliseconds(100), 0);

    /// <summary>⌈left ÷ wait⌉ where waits are alike; 100 + 200 + 400 + 800 + 1,000 + … where they double up to a second.</summary>
    [Theory]
    [InlineData(100, 100, 500, 5)]
    [InlineData(100, 100, 501, 6)]
    [InlineData(100, 100, -20, 1)]
    [InlineData(100, 1000, 300, 2)]
    [InlineData(100, 1000, 301, 3)]
    [InlineData(100, 1000, 1500, 4)]
    [InlineData(100, 1000, 2501, 6)]
    public void A_fixed_or_growing_wait_says_how_often_a_client_tries(int min, int max, int left, int attempts) =>
        Assert.Equal(attempts, new Backoff(Milliseconds(min), Milliseconds(max), 0).AttemptsWithin(Milliseconds(left)));

    [Fact]
    public void Jitter_shortens_a_wait_by_what_is_drawn()
    {
        var waits = new Backoff(Milliseconds(100), Milliseconds(400), 0.5);
        Assert.Equal(Milliseconds(100), waits.Before(1, 0));
        Assert.Equal(Milliseconds(75), waits.Before(1, 0.5));
        Assert.Equal(Milliseconds(200), waits.Before(3, 1));
        Assert.Equal(Milliseconds(400), waits.Before(60, 0));
    }

    [Fact]
    public void Times_count_from_the_kill_and_from_when_somebody_listens_again()
    {
        var figures = ReconnectFigures.Of(
            new ServerRestart(1_000_000_000, 1_500_000_000),
            [
                new(1_001_000_000, LearnedBy.Close, 1_510_000_000, Attempts: 5, Refused: 4, TimedOut: 0, Broken: 0),
                new(1_400_000_000, LearnedBy.Silence, 1_600_000_000, Attempts: 1, Refused: 0, TimedOut: 0, Broken: 0),
            ],
            Fixed);

        Assert.Equal((600_000, 510_000, 100_000, 10_000, 500_000), (
            figures["reconnect-all"], figures["reconnect-first"], figures["reconnect-all-up"], figures["reconnect-first-up"],
            figures["reconnect-down"]));
        Assert.Equal((200_500, 0.5, 0, 0.5), (
            figures["reconnect-known"], figures["reconnect-by-close"], figures["reconnect-by-refusal"], figures["reconnect-by-silence"]));
        Assert.Equal((3, 3, 4, 2), (
            figures["reconnect-attempts"], figures["reconnect-predicted-attempts"],
            figures["reconnect-refused"], figures["reconnect-lost"]));
        Assert.Empty(ReconnectFigures.Faults(figures));
        Assert.Equal(
            "nobody listened for 500 ms; 50 % of the clients were told by a close or reset, 0 % by port unreachable, and 50 % only by "
                + "their own time-out",
            Assert.Single(ReconnectFigures.Notes(figures)));
    }

    [Theory]
    [InlineData(true, 1, "sockets of the killed server kept its address")]
    [InlineData(false, 0, "no socket of the killed server kept its address")]
    public void Whether_only_SO_REUSEADDR_gives_the_address_is_told(bool kept, double figure, string note)
    {
        var figures = ReconnectFigures.Of(
            new ServerRestart(0, 10, kept), [new(5, LearnedBy.Close, 20, 1, 0, 0, 0)], Fixed);
        Assert.Equal(figure, figures["reconnect-address-kept"]);
        Assert.StartsWith(note, ReconnectFigures.Notes(figures).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_that_are_not_served_again_or_noticed_nothing_are_faults()
    {
        var figures = ReconnectFigures.Of(new ServerRestart(0, 10), [new(0, LearnedBy.Close, 0, 0, 0, 0, 0)], Fixed with { Jitter = 0.5 });
        Assert.Equal(
            [
                "1 clients were not served again before the end: measure for longer, or let the server be away for less",
                "no client noticed that the server had gone",
            ],
            ReconnectFigures.Faults(figures));
        Assert.False(figures.ContainsKey("reconnect-all") || figures.ContainsKey("reconnect-predicted-attempts"));
    }

    [Fact]
    public void What_told_a_client_is_read_from_the_cause()
    {
        var refused = new IOException("cannot connect", new SocketException((int)SocketError.ConnectionRefused));
        Assert.Equal(LearnedBy.Refusal, ReconnectingClient.HowOf(refused, overdue: false));
        Assert.Equal(LearnedBy.Silence, ReconnectingClient.HowOf(refused, overdue: true));
        Assert.Equal(LearnedBy.Silence, ReconnectingClient.HowOf(new OperationCanceledException(), overdue: false));
        Assert.Equal(
            LearnedBy.Close,
            ReconnectingClient.HowOf(new IOException("", new SocketException((int)SocketError.ConnectionReset)), overdue: false));
    }

    [Fact]
    public void Its_keys_are_read()
    {
        var workload = Read.Scenario(Read.Text(
            "title: Which?\nprotocols: [tcp]\n"
                + "workloads: { w: { kind: reconnect, down: 300 ms, backoff: { min: 50 ms, jitter: 20 % } } }\n"))
            .Workloads[0];
        Assert.Equal((Milliseconds(300), new Backoff(Milliseconds(50), TimeSpan.FromSeconds(1), 0.2)), (workload.Down, workload.Backoff));
    }

    [Fact]
    public void A_longest_wait_below_the_first_is_refused_with_its_line()
    {
        var error = Assert.Single(Read.Text(
            "title: Which?\nprotocols: [tcp]\nworkloads:\n  w:\n    kind: reconnect\n    backoff: { min: 2 s, max: 1 s }\n").Errors);
        Assert.Contains("the longest wait is shorter than the first", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, error.Line);
    }

    [Theory]
    [InlineData("tcp", IoMode.Blocking, 1, "a blocking connect of tcp cannot be given up; use io: async")]
    [InlineData("http2", IoMode.Async, 2, "each client has a connection of its own; remove 'streams'")]
    [InlineData("udp", IoMode.Async, 1, null)]
    public void Clients_that_cannot_give_up_or_share_do_not_apply(string protocol, IoMode io, int streams, string? reason)
    {
        var workload = new Workload { Name = "w", Kind = "reconnect", Streams = streams };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(2)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class ReconnectTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("tcp", false)]
    [InlineData("http2", true)]
    [InlineData("quic", true)]
    [InlineData("udp", false)]
    public async Task A_server_is_killed_and_all_clients_are_served_by_the_next(string protocol, bool tls)
    {
        if (ProtocolCatalog.Find(protocol)!.UnsupportedReason is not null)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var waits = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), 0);
        var scenario = TrialPlans.Echo(protocol, TimeSpan.FromSeconds(2), new LoadPoint { Name = "closed-4", InFlight = 4 }) with
        {
            Timeout = TimeSpan.FromSeconds(1),
            Workloads = [new Workload { Name = "w", Kind = "reconnect", Down = TimeSpan.FromMilliseconds(600), Backoff = waits }],
        };
        var plan = TrialPlans.Of(scenario with { Arms = [scenario.Arms[0] with { Tls = tls }] });
        var result = await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.True(result.Measurement.Outcomes is { Completed: > 0, Failed: 0 }, $"{result.Measurement.Outcomes}");
        Assert.True(figures["reconnect-down"] >= 600_000, $"{figures["reconnect-down"]}");
        Assert.True(figures["reconnect-all"] >= figures["reconnect-first"] && figures["reconnect-first"] > 0);
        Assert.Equal((4, 0), (figures["reconnect-lost"], figures["reconnect-unserved"]));

        // A kernel closes the connections of whom it kills; of datagrams it knows none, and says so only to who sends one afterwards.
        Assert.Equal(protocol is "tcp" or "http2" ? 1 : 0, figures["reconnect-by-close"]);

        // ⌈time nobody listened ÷ 100 ms⌉, where attempts and timers took no time: they make attempts fewer, never more.
        Assert.InRange(figures["reconnect-attempts"], 1, figures["reconnect-predicted-attempts"]);
        Assert.True(protocol == "udp" || figures["reconnect-attempts"] >= figures["reconnect-predicted-attempts"] - 2);
        Assert.Equal(protocol is "tcp" or "http2", figures.ContainsKey("reconnect-address-kept"));
        Assert.Null(result.Server);
        Assert.Contains(
            result.Notes, note => note.StartsWith("the server's processor time and memory are not told", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder.Path, result.Logs!, "server-2.log")));
    }

    [Fact]
    public async Task The_end_of_the_next_server_is_a_failure_again()
    {
        using var folder = new TemporaryFolder();
        var running = RunAsync(folder, down: 0);

        await LogHasAsync(folder, "server-2.log", "listens at");
        OwnChildren.Kill("serve");

        var result = await running.WaitAsync(Limit);
        Assert.Equal(TrialStatus.Failed, result.Status);
        var reason = Assert.Single(result.Reasons);
        Assert.StartsWith("the server was ended by signal 9", reason, StringComparison.Ordinal);
        Assert.EndsWith("in the middle of the trial", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_dies_while_nobody_listens_leaves_no_process()
    {
        using var folder = new TemporaryFolder();
        var running = RunAsync(folder, down: 1);

        await LogHasAsync(folder, "server-2.log", "");
        OwnChildren.Kill("drive");

        var result = await running.WaitAsync(Limit);
        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("the client was ended by signal 9", Assert.Single(result.Reasons), StringComparison.Ordinal);
        Assert.Empty(OwnChildren.Saying("protobench-peer"));
    }

    private static Task<TrialResult> RunAsync(TemporaryFolder folder, int down)
    {
        var workload = new Workload { Name = "w", Kind = "reconnect", Down = TimeSpan.FromSeconds(down) };
        var plan = TrialPlans.Of(TrialPlans.Echo("tcp", TimeSpan.FromSeconds(4)) with { Workloads = [workload] });
        return new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);
    }

    private static async Task LogHasAsync(TemporaryFolder folder, string name, string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (Directory.GetFiles(folder.Path, name, SearchOption.AllDirectories) is not [var path, ..]
            || !(await File.ReadAllTextAsync(path, limit.Token)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
