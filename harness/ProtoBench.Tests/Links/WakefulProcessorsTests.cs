using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Links;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class WakefulProcessorsTests
{
    // Fields 15 and 41 of /proc/PID/stat (proc(5)); policy 5 is SCHED_IDLE (sched(7)). Counted behind the name, which may hold spaces.
    private const int KernelTimeBehindName = 15 - 3;
    private const int PolicyBehindName = 41 - 3;
    private const string IdlePolicy = "5";

    private static TimeSpan Limit => Patience.Limit;

    [LinkFact]
    public void Every_processor_has_a_thread_of_the_lowest_priority_until_it_is_disposed()
    {
        var awake = WakefulProcessors.StartLoops();
        var allowed = ProcessorSplit.ParseList(ProcessProbe.Processors());
        var process = awake.ProcessId;
        Assert.NotNull(process);
        var loops = Directory.GetDirectories($"/proc/{process}/task").Where(task => Policy(task) == IdlePolicy).ToList();
        Assert.Equal(allowed.Count, awake.Count);
        Assert.Equal(allowed.Order(), loops.Select(ProcessorOf).Order());
        // A thread that yields without end spends its time in the kernel, one that only spins does not.
        Assert.All(loops, loop => Assert.True(SpinWait.SpinUntil(() => KernelTicks(loop) >= 5, Limit), $"{loop} does not give way"));
        awake.Dispose();
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [LinkFact]
    public void Root_keeps_them_awake_without_loops()
    {
        using var polling = PollingProcessors.TryHold();
        using var awake = WakefulProcessors.Start();
        Assert.Equal(ProcessorSplit.ParseList(ProcessProbe.Processors()).Count, awake.Count);
        Assert.Equal(polling is null, awake.ProcessId is not null);
    }

    [Fact]
    public void A_scenario_whose_idle_processors_sleep_holds_nothing()
    {
        Assert.Null(PollingProcessors.TryHold(IdleProcessors.Sleep));
        using var polling = PollingProcessors.TryHold(IdleProcessors.Poll);
        var held = string.Join(' ', Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget));
        Assert.True(polling is null || held.Contains("cpu_dma_latency", StringComparison.Ordinal), held);
    }

    [RootlessFact]
    public void The_loops_of_a_killed_link_die_with_it()
    {
        using var link = Protobench.StartAsOrdinaryUser("link", "run", "bare", "--", "sh", "-c", "echo ready; exec sleep 300");
        Assert.Equal("ready", link.StandardOutput.ReadLine());
        var loops = LoopsOf(link.Id);
        Assert.NotEmpty(loops);
        link.Kill();
        Assert.True(link.WaitForExit(Limit));
        Assert.True(SpinWait.SpinUntil(() => !loops.Any(loop => OwnChildren.Says(loop, "awake")), Limit), "a loop outlived its link");
    }

    private static string Policy(string task) => BehindName(task)[PolicyBehindName];

    private static int KernelTicks(string task) => int.Parse(BehindName(task)[KernelTimeBehindName]);

    private static string[] BehindName(string task) => File.ReadAllText($"{task}/stat").Split(") ")[^1].Split(' ');

    private static int ProcessorOf(string task) => int.Parse(Status(task, "Cpus_allowed_list"));

    private static string Status(string task, string key) =>
        File.ReadLines($"{task}/status").First(line => line.StartsWith(key + ":", StringComparison.Ordinal)).Split(':')[1].Trim();

    private static List<int> LoopsOf(int parent)
    {
        using var list =
            Process.Start(new ProcessStartInfo("ps", ["--ppid", $"{parent}", "-o", "pid=,args="]) { RedirectStandardOutput = true })!;
        var lines = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        list.WaitForExit();
        return [
            .. lines.Where(line => line.Contains("link awake", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[0])),
        ];
    }
}
