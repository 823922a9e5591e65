using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>What else the hosts of a trial did, as its sides saw it.</summary>
public sealed class SideMachineTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Each_host_is_told_what_none_of_the_sides_used()
    {
        // Two processors for two seconds: 4 s, of which the side used 1 s and somebody else another.
        var hosts = SideMachine.Between([Side("perf1", "a", busy: 2, own: 1), Side("perf2", "b", busy: 1, own: 1)], 0, 2 * Second)!;

        Assert.Equal(["perf1", "perf2"], hosts.Select(host => host.Host));
        Assert.Equal([0.25, 0.0], hosts.Select(host => host.State.OtherShare));
        Assert.All(hosts, host => Assert.Equal((2, 0.0, true), (host.State.Processors, host.State.StolenShare, host.Awake)));
    }

    [Fact]
    public void Sides_that_share_processors_are_no_strangers_to_each_other()
    {
        var together = SideMachine.Between([Side("perf1", "a", busy: 3, own: 1), Side("perf1", "a", busy: 3, own: 1.6)], 0, 2 * Second)!;
        var apart = SideMachine.Between(
            [Side("perf1", "a", busy: 1, own: 1, processors: [0]), Side("perf1", "a", busy: 1.5, own: 1, processors: [1])], 0, 2 * Second)!;

        Assert.Equal(0.1, Assert.Single(together).State.OtherShare!.Value, 3);

        // What runs on one's processors is no matter of the other: the busier one counts.
        Assert.Equal(0.25, Assert.Single(apart).State.OtherShare);
    }

    [Fact]
    public void Hosts_that_are_namespaces_of_one_machine_see_each_others_sides()
    {
        var hosts = SideMachine.Between(
            [Side("h1", "same", busy: 3, own: 1), Side("h2", "same", busy: 3, own: 2, awake: false)], 0, 2 * Second)!;

        Assert.Equal([0.0, 0.0], hosts.Select(host => host.State.OtherShare));
        Assert.Equal([true, false], hosts.Select(host => host.Awake));
        Assert.Equal(
            [0.5, 0.25],
            SideMachine.Between([Side("h1", null, busy: 3, own: 1), Side("h2", null, busy: 3, own: 2)], 0, 2 * Second)!
                .Select(host => host.State.OtherShare));
    }

    [Fact]
    public void Nothing_is_told_where_nobody_saw_or_saw_too_little()
    {
        Assert.Null(SideMachine.Between([], 0, 2 * Second));
        Assert.Null(Assert.Single(SideMachine.Between([Side("perf1", "a", busy: 2, own: 1)], 0, 3 * Second)!).State.OtherShare);
    }

    [Fact]
    public void The_kernels_text_is_read_for_the_processors_that_are_meant()
    {
        const string Text = """
            cpu  111 22 33 444 5 6 7 88 0 0
            cpu0 1 2 4 1000 9 9 9 8 0 0
            cpu1 10 20 40 1000 9 9 9 80 0 0
            cpu10 100 200 400 1000 9 9 9 800 0 0
            intr 12345 0 0
            """;

        Assert.Equal((7, 8), Ticks(Text, 0));
        Assert.Equal((77, 88), Ticks(Text, 0, 1));
        Assert.Equal((700, 800), Ticks(Text, 10));
        Assert.Equal((0, 0), Ticks("intr 1", 0));
        Assert.Equal((1, 0), Ticks("cpu0 1", 0));

        static (long, long) Ticks(string text, params int[] numbers)
        {
            var processors = new bool[numbers.Max() + 1];
            foreach (var number in numbers)
            {
                processors[number] = true;
            }

            return ProcessorTotals.Ticks(System.Text.Encoding.ASCII.GetBytes(text), processors);
        }
    }

    [Fact]
    public void This_process_is_seen_to_work_within_what_its_processors_do()
    {
        using var watch = new ProcessorWatch();
        var first = watch.Finish();
        var until = Environment.CpuUsage.TotalTime + TimeSpan.FromMilliseconds(100);
        while (Environment.CpuUsage.TotalTime < until)
        {
            Thread.SpinWait(1000);
        }

        var last = watch.Finish()[^1];

        Assert.True(last.OwnSeconds - first[^1].OwnSeconds >= 0.1);

        // The kernel's clock has ticks of 10 ms on each processor.
        Assert.True(last.BusySeconds - first[^1].BusySeconds >= 0.05);
        Assert.True(last.Nanoseconds > first[^1].Nanoseconds);
    }

    private static SideMachine Side(
        string host, string? kernel, double busy, double own, IReadOnlyList<int>? processors = null, bool awake = true) => new(
            host,
            kernel,
            processors ?? [0, 1],
            [new MachineSample(0, 50, 0, 10, Megahertz: null), new MachineSample(2 * Second, 50 + busy, 0, 10 + own, Megahertz: null)],
            awake);
}
