using ProtoBench.Contract;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Unreachable;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Plans;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class UnreachableTests
{
    /// <summary>ip-sysctl of the kernel: 6 retries end after 127 s, and after 131 s where four linear ones come first.</summary>
    [Theory]
    [InlineData(6, 0, 127, new double[] { 1, 3, 7, 15, 31, 63 })]
    [InlineData(6, 4, 131, new double[] { 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 })]
    [InlineData(0, 0, 1, new double[0])]
    public void The_kernel_sends_again_after_1_3_and_7_seconds(int retries, int linear, double givesUp, double[] again)
    {
        var schedule = new SynSchedule(retries, linear);
        Assert.Equal(again, schedule.Again);
        Assert.Equal(givesUp, schedule.GivesUp);
        Assert.Equal(again.Count(second => second < 4), schedule.Within(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void What_ended_the_attempts_is_told_apart()
    {
        var figures = UnreachableFigures.Of(4e9, told: 0, givenUp: 2, again: 4, new SynSchedule(6, 0), TimeSpan.FromSeconds(4));
        Assert.Equal((4e6, 0, 2, 2, 127e6), (
            figures["unreachable-median"], figures["unreachable-told"], figures["unreachable-sent-again"],
            figures["unreachable-predicted-again"], figures["unreachable-unlimited"]));
        Assert.Equal(
            [
                "no attempt was told anything: only the client's own limit ended it",
                "a client without a limit of its own would wait 127 s until the kernel gives up (net.ipv4.tcp_syn_retries)",
            ],
            UnreachableFigures.Notes(figures));
        Assert.Equal(
            ["every attempt was told that nobody is there"],
            UnreachableFigures.Notes(UnreachableFigures.Of(1, 3, 0, null, null, TimeSpan.FromSeconds(1))));
        Assert.Empty(UnreachableFigures.Of(0, 0, 0, null, null, TimeSpan.FromSeconds(1)));
    }

    /// <summary>ip-sysctl of the kernel: 1,000 ms, and a mask of 6168, in which bit 3 is destination unreachable.</summary>
    [Theory]
    [InlineData(1_000L, 6_168L, 1_000)]
    [InlineData(400L, 8L, 400)]
    [InlineData(0L, 6_168L, null)]
    [InlineData(1_000L, 6_160L, null)]
    [InlineData(null, 6_168L, null)]
    [InlineData(1_000L, null, null)]
    public void A_host_says_port_unreachable_as_often_as_its_settings_let_it(long? milliseconds, long? mask, int? apart)
    {
        var limit = PortUnreachableLimit.Of(milliseconds, mask);
        Assert.Equal(apart, (int?)limit?.TotalMilliseconds);
        var says = $"a host says port unreachable to each peer once in {apart} ms, after a few at once (net.ipv4.icmp_ratelimit)";
        Assert.Equal(
            apart is null ? [] : [says],
            UnreachableFigures.Notes(UnreachableFigures.Of(1, 3, 0, null, null, TimeSpan.FromSeconds(1), limit)).Skip(1));
    }

    [Theory]
    [InlineData("unix", ConnectTarget.BlackHole, IoMode.Async, "unix never leaves the kernel, which always answers")]
    [InlineData("tcp", ConnectTarget.ClosedPort, IoMode.Blocking, "a blocking connect of tcp cannot be given up; use io: async")]
    [InlineData("unix", ConnectTarget.ClosedPort, IoMode.Async, null)]
    [InlineData("udp", ConnectTarget.BlackHole, IoMode.Async, null)]
    public void Where_somebody_always_answers_it_does_not_apply(string protocol, ConnectTarget target, IoMode io, string? reason)
    {
        var workload = new Workload { Name = "w", Kind = "unreachable", Target = target };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void Its_key_is_read() => Assert.Equal(
        ConnectTarget.BlackHole,
        Read.Scenario(Read.Text("title: Which?\nprotocols: [tcp]\nworkloads: { w: { kind: unreachable, target: black-hole } }\n"))
            .Workloads[0].Target);
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Links)]
public sealed class UnreachableTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // One of each family: a trial each is what the lane can bear.
    public static TheoryData<string> Protocols => new(ProtocolCatalog.All
        .Where(protocol => protocol is { UnsupportedReason: null, Name: "tcp" or "unix" or "udp" or "http2" or "quic" })
        .Select(protocol => protocol.Name));

    public static TheoryData<string> Remote => new(ProtocolCatalog.All
        .Where(protocol => protocol is { UnsupportedReason: null, Name: "tcp" or "udp" or "grpc" or "http3" })
        .Select(protocol => protocol.Name));

    /// <summary>A closed port is told at once, by a reset or ICMP (RFC 9293, 3.10.7.1; RFC 1122, 4.1.3.1).</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_closed_port_is_told_at_once(string protocol)
    {
        var result = await RunAsync(protocol, ConnectTarget.ClosedPort);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.NotNull(result.Measurement!.FirstFailure);
        if (!ProtocolCatalog.Find(protocol)!.Traits.OverQuic)
        {
            Assert.Equal(1, result.Measurement.Figures!["unreachable-told"]);
            Assert.Contains("refused", result.Measurement.FirstFailure, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task A_black_hole_tells_nothing_until_the_limit(string protocol)
    {
        var result = await RunAsync(protocol, ConnectTarget.BlackHole);
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        var figures = result.Measurement!.Figures!;
        Assert.Equal(0, figures["unreachable-told"]);

        // Timers of .NET go by the coarse clock, which ticks once in 1 to 10 ms (clock_getres(2), CLOCK_MONOTONIC_COARSE), and may be early
        // by a tick: 197.4 ms were seen.
        Assert.InRange(figures["unreachable-median"], 189e3, 400e3);
        Assert.StartsWith(
            "given up after 0.2 s: nothing came back from 127.0.0.1:", result.Measurement.FirstFailure, StringComparison.Ordinal);
    }

    /// <summary>One second after the first SYN comes the second (RFC 6298, 2.1), to an address that nobody has.</summary>
    [LinkFact]
    public async Task Over_a_link_the_kernel_sends_again_as_its_settings_say()
    {
        var result = await RunAsync("tcp", ConnectTarget.BlackHole, "bare", seconds: 1.4);
        Assert.True(
            result.Measurement is not null && (result.Status == TrialStatus.Succeeded || TrialChecks.IsSpoiledByLinkAlone(result)),
            string.Join("; ", result.Reasons));
        Assert.Equal(1, result.Measurement.Figures!["unreachable-sent-again"]);
        Assert.Equal(1, result.Measurement.Figures["unreachable-predicted-again"]);
    }

    private static async Task<TrialResult> RunAsync(
        string protocol, ConnectTarget target, string link = "loopback", double seconds = 0.2)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol) with
        {
            Workloads = [new Workload { Name = "w", Kind = "unreachable", Target = target }],
            Links = [link],
            Duration = TimeSpan.FromSeconds(seconds + 0.3),
            Timeout = TimeSpan.FromSeconds(seconds),
            WarmUp = new WarmUp { Minimum = TimeSpan.FromMilliseconds(100), Maximum = TimeSpan.FromMilliseconds(500) },
        });
        return await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
    }
}
