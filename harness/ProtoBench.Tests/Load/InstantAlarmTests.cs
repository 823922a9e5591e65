using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Tests.Trials.Holding;
using Xunit;

namespace ProtoBench.Tests.Load;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class InstantAlarmTests
{
    [Fact]
    public async Task It_never_rings_before_its_instant()
    {
        using var alarm = new InstantAlarm();
        for (var i = 0; i < 20; i++)
        {
            var instant = LoadClock.Now + (i * 100_000);

            await alarm.UntilAsync(instant, CancellationToken.None).WaitAsync(Until.Limit);

            Assert.True(LoadClock.Now >= instant);
        }
    }

    [Fact]
    public async Task An_instant_that_has_passed_rings_at_once()
    {
        using var alarm = new InstantAlarm();

        await alarm.UntilAsync(LoadClock.Now - 1, CancellationToken.None).WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_until_the_instant()
    {
        using var alarm = new InstantAlarm();
        using var abandoned = new CancellationTokenSource();
        var waiting = alarm.UntilAsync(LoadClock.Now + (long)TimeSpan.FromMinutes(10).TotalNanoseconds, abandoned.Token);

        await abandoned.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Until.Limit));
    }

    [Fact]
    public void It_waits_for_one_instant_at_a_time()
    {
        using var alarm = new InstantAlarm();
        _ = alarm.UntilAsync(LoadClock.Now + (long)TimeSpan.FromMinutes(10).TotalNanoseconds, CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => { _ = alarm.UntilAsync(LoadClock.Now, CancellationToken.None); });
    }
}
