using System.Diagnostics;
using ProtoBench.Links;
using ProtoBench.Load;
using ProtoBench.Scenarios;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class WakefulProcessorsTests
{
    // Field 41 of /proc/PID/stat (proc(5)); 5 is SCHED_IDLE (sched(7)). Counted behind the name, which may hold spaces.
    private const int PolicyBehindName = 41 - 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [LinkFact]
    public void Every_processor_has_a_loop_of_the_lowest_priority_until_it_is_disposed()
    {
        var awake = WakefulProcessors.StartLoops();
        var loops = awake.ProcessIds;
        Assert.Equal(ProcessorSplit.ParseList(ProcessProbe.Processors()).Count, awake.Count);
        Assert.Equal(awake.Count, loops.Count);
        Assert.All(loops, loop => Assert.Equal("5", File.ReadAllText($"/proc/{loop}/stat").Split(") ")[^1].Split(' ')[PolicyBehindName]));
        awake.Dispose();
        Assert.All(loops, loop => Assert.False(Directory.Exists($"/proc/{loop}")));
    }

    [LinkFact]
    public void Root_keeps_them_awake_without_loops()
    {
        using var polling = PollingProcessors.TryHold();
        using var awake = WakefulProcessors.Start();
        Assert.Equal(ProcessorSplit.ParseList(ProcessProbe.Processors()).Count, awake.Count);
        Assert.Equal(polling is null, awake.ProcessIds.Count > 0);
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
        Assert.True(SpinWait.SpinUntil(() => !loops.Any(IsLooping), Limit), "a loop outlived its link");
    }

    private static List<int> LoopsOf(int parent)
    {
        using var list = Process.Start(new ProcessStartInfo("ps", ["--ppid", $"{parent}", "-o", "pid=,args="]) { RedirectStandardOutput = true })!;
        var lines = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        list.WaitForExit();
        return [.. lines.Where(line => line.Contains("while :", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[0]))];
    }

    // A zombie that nobody has reaped yet no longer has a command line.
    private static bool IsLooping(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains("while :", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
