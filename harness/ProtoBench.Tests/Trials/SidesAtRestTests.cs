using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Trials.Rounds;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class SidesAtRestTests
{
    [Fact]
    public async Task Sides_that_use_no_processor_any_more_are_waited_for_no_longer()
    {
        var used = new Queue<double>([0, 0.1, 0.2, 0.21]);

        Assert.True(await SidesAtRest.WaitAsync(used.Dequeue, CancellationToken.None));

        Assert.Empty(used);
    }

    [Fact]
    public async Task Sides_that_never_rest_are_waited_for_only_so_long()
    {
        var (used, watch) = (0.0, Stopwatch.StartNew());

        Assert.False(await SidesAtRest.WaitAsync(() => used += 0.05, CancellationToken.None));

        Assert.True(watch.Elapsed >= SidesAtRest.Longest - TimeSpan.FromMilliseconds(1), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task Sides_that_nobody_can_see_get_the_whole_time()
    {
        var watch = Stopwatch.StartNew();

        Assert.False(await SidesAtRest.WaitAsync(seconds: null, CancellationToken.None));

        Assert.True(watch.Elapsed >= SidesAtRest.Longest - TimeSpan.FromMilliseconds(1), $"{watch.Elapsed}");
    }

    [Fact]
    public void Processor_time_of_a_process_is_read_and_that_of_none_is_nothing()
    {
        var before = MachineReader.SecondsOf(Environment.ProcessId);
        var until = Process.GetCurrentProcess().TotalProcessorTime + TimeSpan.FromMilliseconds(50);
        while (Process.GetCurrentProcess().TotalProcessorTime < until)
        {
            Thread.SpinWait(1000);
        }

        Assert.True(MachineReader.SecondsOf(Environment.ProcessId) - before >= 0.04);
        Assert.Equal(0, MachineReader.SecondsOf(int.MaxValue));
    }
}
