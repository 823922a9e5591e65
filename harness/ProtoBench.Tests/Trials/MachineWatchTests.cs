using ProtoBench.Machine;
using ProtoBench.Machine.Programs;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class MachineWatchTests
{
    [Fact]
    public void What_this_process_and_its_children_use_is_not_other_work()
    {
        // A child that would fill a processor by itself, and this thread another one.
        using var child = System.Diagnostics.Process.Start("sh", ["-c", "while :; do :; done"]);
        try
        {
            var reader = new MachineReader();
            var first = reader.Sample();
            while (LoadClock.Now < first.Nanoseconds + 600_000_000)
            {
            }

            var last = reader.Sample();

            // However busy the machine is, both got some of it; and it is part of what all used, up to a tick for each process.
            Assert.True(last.OwnSeconds - first.OwnSeconds > 0.05, $"{last.OwnSeconds - first.OwnSeconds} s");
            Assert.True(last.OwnSeconds - first.OwnSeconds < last.BusySeconds - first.BusySeconds + 0.1, $"{first} {last}");
            var used = child.TotalProcessorTime.TotalSeconds;
            Assert.True(used < 0.05 || last.OwnSeconds > used - 0.1, $"the child's {used} s are not in {last.OwnSeconds} s");
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void What_a_child_used_that_came_and_went_unseen_is_ours()
    {
        var reader = new MachineReader();
        var before = reader.Sample();
        using var runner = new ProgramRunner();
        using var program = new ProgramStart(
            "/bin/sh", ["sh", "-c", "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done"], [], folder: null, runner.Output);
        var end = runner.Run(program, Patience.Limit);
        var used = end.UserSeconds + end.SystemSeconds;

        // The kernel counts in ticks of 10 ms.
        Assert.True(used > 0.05, $"{used} s");
        Assert.True(reader.Sample().OwnSeconds - before.OwnSeconds > used - 0.03, $"{used} s are not in it");
    }

    [Fact]
    public void A_look_tells_load_processors_and_shares()
    {
        var state = MachineWatch.Look();

        Assert.InRange(state.Processors, 1, Environment.ProcessorCount);
        Assert.True(state.LoadAverage >= 0);
        Assert.InRange(state.OtherShare!.Value, 0, 1);
        Assert.InRange(state.StolenShare!.Value, 0, 1);
    }
}
