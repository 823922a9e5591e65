using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Idle;
using ProtoBench.Machine.Memory;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;
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

public sealed class IdleTests
{
    [Fact]
    public void Memory_is_read_from_the_lines_of_the_kernel()
    {
        Assert.Equal(79_580 * 1024, MemoryUse.KibiBytesIn(["MemTotal:       24684576 kB", "Slab:              79580 kB"], "Slab:"));
        Assert.Null(MemoryUse.KibiBytesIn(["MemTotal:       24684576 kB"], "Slab:"));
        Assert.Equal(
            3 * Environment.SystemPageSize,
            MemoryUse.BuffersIn(["sockets: used 151", "TCP: inuse 5 orphan 0 tw 2 alloc 8 mem 3", "UDP: inuse 1 mem 7"]));
        Assert.Equal(0, MemoryUse.BuffersIn([]));
    }

    [Theory]
    [InlineData(10_000, 4_096, "10000 connections need 10256 open files, and the server may have 4096: raise the hard limit")]
    [InlineData(10_000, 20_000, null)]
    public void Too_few_files_are_told_with_the_remedy(int connections, int may, string? beginning)
    {
        var sentence = FileLimit.WhyNot(
            connections, "server", ["Max processes   1 1 processes", $"Max open files            {may}                {may}        files"]);
        Assert.Equal(beginning is null, sentence is null);
        Assert.StartsWith(beginning ?? "", sentence ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_costs_what_memory_grew_by()
    {
        var figures = IdleFigures.Of(
            1000, new MemoryUse(1_000_000, 2_000_000, 3_000_000), new MemoryUse(4_000_000, 1_500_000, 11_000_000), 0.5, 2);
        Assert.Equal((3000, 0, 8000), (
            figures["idle-client-memory"], figures["idle-server-memory"], figures["idle-kernel-memory"]));
        Assert.Equal((2000, 2, 1000), (figures["idle-opened"], figures["idle-lost"], figures["idle-held"]));
        Assert.DoesNotContain("idle-server-memory", IdleFigures.Of(1, new MemoryUse(1, null, 1), new MemoryUse(1, null, 1), 1, 0).Keys);
    }

    /// <summary>Divided by the connections, as what grew is; what an older libc does not tell is not nothing.</summary>
    [Fact]
    public void Of_what_grew_each_side_tells_what_its_heaps_hold()
    {
        var before = new MemoryUse(1_000_000, 2_000_000, null)
        {
            ClientHeaps = new ProcessHeaps(100_000, 50_000),
            ServerHeaps = new ProcessHeaps(300_000, null),
        };
        var after = before with { ClientHeaps = new ProcessHeaps(600_000, 40_000), ServerHeaps = new ProcessHeaps(400_000, null) };
        var figures = IdleFigures.Of(100, before, after, 1, 0);
        Assert.Equal((5_000, 0, 1_000), (
            figures["idle-client-managed"], figures["idle-client-native"], figures["idle-server-managed"]));
        Assert.DoesNotContain("idle-server-native", figures.Keys);

        // Several clients say what each holds, and on one machine what the one server holds for all.
        var readings = IdleReadings.Of(100, 0, (0, 1_000_000_000), (0, before), (1, after));
        var together = IdleReadings.PutTogether([readings, readings], oneMachine: true);
        Assert.Equal((200, 5_000), (together["idle-held"], together["idle-client-managed"]));
        Assert.Equal(500, together["idle-server-managed"]);
        Assert.DoesNotContain("idle-server-native", together.Keys);
        Assert.DoesNotContain("idle-server-managed", IdleReadings.PutTogether([readings, readings], oneMachine: false).Keys);
    }

    /// <summary>Much, beside what tests that run at the same time take and give back; nobody touches it.</summary>
    [Fact]
    public void What_libraries_take_by_malloc_is_native_memory_and_what_this_program_makes_is_managed()
    {
        const int Bytes = 128 << 20;
        var before = ProcessHeaps.Now();
        var native = Marshal.AllocHGlobal(Bytes);
        var with = ProcessHeaps.Now();
        Marshal.FreeHGlobal(native);
        Assert.InRange(with.Native!.Value - before.Native!.Value, Bytes / 2, 2L * Bytes);
        var managed = GC.AllocateUninitializedArray<byte>(Bytes);
        Assert.True(ProcessHeaps.Now().Managed >= Bytes);
        GC.KeepAlive(managed);
    }

    [Fact]
    public void Between_hosts_a_server_tells_its_own_memory_and_a_kernel_of_both_sides_counts_once()
    {
        var here = new MemoryUse(1, Server: null, 30);
        var there = new ServerSight("other", 2, 400, 1024);
        Assert.Equal(new MemoryUse(1, 2, 430), IdleFigures.Together(here, "this", there));
        var heaps = new ProcessHeaps(5, 6);
        Assert.Equal(heaps, IdleFigures.Together(here, "this", there with { Heaps = heaps }).ServerHeaps);
        Assert.Equal(new MemoryUse(1, 2, 30), IdleFigures.Together(here, "this", there with { Boot = "this" }));
        Assert.Equal(new MemoryUse(1, 2, 430), IdleFigures.Together(here, boot: null, there with { Boot = null }));

        // What it was not asked for is not known: neither its memory nor what its kernel takes.
        Assert.Equal(new MemoryUse(1, null, null), IdleFigures.Together(here, "this", there: null));
        Assert.Equal(new MemoryUse(1, null, null), IdleFigures.Together(here, "this", new ServerSight("other", null, null, null)));
    }

    [Fact]
    public void A_server_sees_itself()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;

        var sight = ServerSight.OfThis(port);

        Assert.True(sight is { ResidentBytes: > 10_000_000, KernelBytes: > 0, OpenFiles: > 0, Boot.Length: > 0 });
        Assert.Equal(new SocketCounts(1, 0, 0, 0), SocketCounts.Of(sight.Sockets!));
        Assert.Null(ServerSight.OfThis(port: null).Sockets);

        // The same sockets are nobody's of a server that is elsewhere.
        Assert.Equal((new SocketCounts(1, 0, 0, 0), null), new SocketCensus(port, serverProcess: null, far: true).Take());
        Assert.Equal(
            (new SocketCounts(1, 0, 0, 0), new SocketCounts(1, 0, 0, 0)), new SocketCensus(port, serverProcess: null).Take());
    }

    [Fact]
    public void A_connection_that_was_not_used_again_makes_a_trial_invalid() => Assert.Equal(
        ["only 9 of 10 connections were used again when the trial ended: measure for longer"],
        WorkloadCatalog.Of("idle").FaultsOf(new Measurement
        {
            WindowSeconds = 1,
            WindowStartNanoseconds = 0,
            Outcomes = new OutcomeCounts { Completed = 9 },
            WarmUp = new WarmUpOutcome(1, true),
            Figures = new Dictionary<string, double> { ["idle-held"] = 10 },
        }));

    [Theory]
    [InlineData("udp", IoMode.Async, "udp has no connections that a server would hold")]
    [InlineData("tcp", IoMode.Blocking, "blocking tcp would need a thread for each connection; use io: async")]
    [InlineData("tcp", IoMode.Async, null)]
    public void Where_nobody_holds_a_connection_it_does_not_apply(string protocol, IoMode io, string? reason)
    {
        var scenario = PlanCase.Scenario([new Workload { Name = "w", Kind = "idle" }], [PlanCase.Closed(1)], protocol);
        scenario = scenario with { Arms = [scenario.Arms[0] with { Io = io }] };
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
    }

    [Fact]
    public void Its_keys_are_read()
    {
        var read = Read.Scenario(
            Read.Text("title: Which?\nprotocols: [tcp]\nworkloads: { w: { kind: idle, held: 10000, idle-for: 5 s } }\n")).Workloads[0];
        Assert.Equal((10_000, TimeSpan.FromSeconds(5)), (read.Held, read.IdleFor));
    }
}

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class IdleTrialTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Protocols => new(ProtocolCatalog.All
        .Where(protocol => protocol is { UnsupportedReason: null, Traits.Datagram: false }).Select(protocol => protocol.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_held_connection_answers_after_it_idled(string protocol)
    {
        var result = await RunAsync(protocol, held: 200, WarmUpOf(20));
        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons.Concat(result.Notes)));
        Assert.Equal(200, result.Measurement!.Outcomes.Completed);
        var figures = result.Measurement.Figures!;
        Assert.Equal(IdleFigures.All.Count, figures.Count);
        Assert.True(figures["idle-client-memory"] > 0 || figures["idle-server-memory"] > 0);
    }

    [Fact]
    public async Task A_warm_up_too_short_for_all_of_them_is_told()
    {
        var result = await RunAsync("grpc", held: 5000, WarmUpOf(0.05));
        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("connections were open when the warm-up of 0.1 s was over", result.Reasons[0], StringComparison.Ordinal);
    }

    private static WarmUp WarmUpOf(double seconds) =>
        new() { Minimum = TimeSpan.FromMilliseconds(10), Maximum = TimeSpan.FromSeconds(seconds) };

    private static async Task<TrialResult> RunAsync(string protocol, int held, WarmUp warmUp)
    {
        using var folder = new TemporaryFolder();
        var plan = TrialPlans.Of(TrialPlans.Echo(protocol, load: PlanCase.Closed(4)) with
        {
            Workloads = [new Workload { Name = "w", Kind = "idle", Held = held, IdleFor = TimeSpan.FromMilliseconds(200) }],
            WarmUp = warmUp,
        });
        return await new TrialRunner(plan.Scenario, folder.Path, new SideServers(plan.Scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None)
            .WaitAsync(Limit);
    }
}
