using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class WaitLimitTests
{
    private static readonly MachineLoad Quiet = new(1, 2);
    private static readonly WaitLimit Ten = new(TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData("0.00 0.01 0.05 1/412 3021", 2, 1)]
    [InlineData("24.14 29.83 14.27 5/412 3021", 2, 12)]
    [InlineData("0.50 0.10 0.05 17/412 3021", 2, 8)]
    [InlineData("40.00 0.10 0.05 1/412 3021", 64, 1)]
    [InlineData("3.90 0.10 0.05 1/412 3021", 1, 3)]
    public void A_machine_is_as_slow_as_tasks_share_its_processors(string loadavg, int processors, double times) =>
        Assert.Equal(times, MachineLoad.Parse(loadavg, processors).Times);

    [Theory]
    [InlineData("")]
    [InlineData("no numbers in it at/all")]
    public void A_text_that_is_no_load_average_is_refused(string text) => Assert.Throws<FormatException>(() => MachineLoad.Parse(text, 2));

    [Fact]
    public void What_this_machine_says_can_be_read() => Assert.InRange(MachineLoad.Read().Times, 1, 12);

    [Fact]
    public void On_a_quiet_machine_the_limit_is_what_it_is_and_is_said_so()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), Ten.Under(Quiet, TimeSpan.FromSeconds(0.3)));
        Assert.Equal("within 10 s", Ten.Words(Quiet, null));
    }

    [Fact]
    public void Many_tasks_stretch_it_but_not_what_the_scenario_asked_for()
    {
        var limit = Ten with { Asked = TimeSpan.FromSeconds(13) };

        Assert.Equal(TimeSpan.FromSeconds(53), limit.Under(new MachineLoad(9, 2), null));
        Assert.Equal(
            "within 53 s (23 s on a quiet machine; 9 tasks want this one's 2 processors)", limit.Words(new MachineLoad(9, 2), null));
        Assert.Equal(
            "within 103 s (23 s on a quiet machine; 9 tasks want this one's 1 processor)", limit.Words(new MachineLoad(9, 1), null));
    }

    [Fact]
    public void A_process_that_was_slow_to_start_gets_more_time_whatever_the_load_says()
    {
        // A container with a tenth of a processor: its throttled tasks are in no load average.
        Assert.Equal(TimeSpan.FromSeconds(45), Ten.Under(Quiet, TimeSpan.FromSeconds(4.5)));
        Assert.Equal(
            "within 45 s (10 s on a quiet machine; its process took 4.5 s to start here)", Ten.Words(Quiet, TimeSpan.FromSeconds(4.5)));
    }

    [Fact]
    public void No_limit_is_without_end() =>
        Assert.Equal(TimeSpan.FromSeconds(120), Ten.Under(new MachineLoad(5_000, 1), TimeSpan.FromHours(1)));

    [Fact]
    public async Task A_load_that_comes_while_one_waits_stretches_the_limit()
    {
        var quiet = TimeSpan.FromMilliseconds(200);
        var limit = new WaitLimit(quiet);
        var (reads, tasks) = (0, 0.0);
        var watch = Stopwatch.StartNew();

        // The first two times it is asked, the load gives as long again as has been waited, however late a busy machine asks.
        var words = await limit.OverAsync(() => null, Read, CancellationToken.None);

        Assert.True(watch.Elapsed >= tasks * quiet, $"{watch.Elapsed} with {tasks} tasks");
        // A timer that was early asks once more.
        Assert.InRange(reads, 3, 4);
        Assert.Contains($"{tasks:0} tasks want", words, StringComparison.Ordinal);

        MachineLoad Read()
        {
            tasks = reads++ < 2 ? Math.Ceiling(2 * (watch.Elapsed / quiet)) : tasks;
            return new MachineLoad(tasks, 1);
        }
    }

    [Fact]
    public async Task While_all_is_well_the_load_is_not_looked_at()
    {
        using var done = new CancellationTokenSource();
        var waiting = Ten.OverAsync(() => null, () => throw new InvalidOperationException("looked at"), done.Token);

        await done.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
