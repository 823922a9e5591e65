using ProtoBench.Machine;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class PeriodicThreadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0, 100, 100)]
    [InlineData(99, 100, 100)]
    [InlineData(100, 100, 200)]
    [InlineData(1_234, 100, 1_300)]
    public void It_acts_at_multiples_of_its_interval(long now, long interval, long next) =>
        Assert.Equal(next, PeriodicThread.Next(now, interval));

    [Fact]
    public void It_acts_once_at_each_and_never_before()
    {
        var interval = TimeSpan.FromMilliseconds(10);
        var before = LoadClock.Now;
        var seen = new List<long>();
        using var several = new CountdownEvent(4);
        var thread = new PeriodicThread("test", interval, () =>
        {
            if (seen.Count < several.InitialCount)
            {
                seen.Add(LoadClock.Now);
                several.Signal();
            }
        });
        var acted = several.Wait(Limit);
        thread.Dispose();

        Assert.True(acted);

        // However late a busy machine wakes it: never twice for one multiple.
        long[] multiples = [before / 10_000_000, .. seen.Select(instant => instant / 10_000_000)];
        Assert.Equal(multiples.Distinct().Order(), multiples);
    }

    [Fact]
    public async Task Its_end_does_not_wait_for_the_next_time()
    {
        var acted = false;
        var thread = new PeriodicThread("test", TimeSpan.FromDays(1), () => acted = true);

        await Task.Run(thread.Dispose).WaitAsync(Limit);
        thread.Dispose();

        Assert.False(acted);
    }
}
