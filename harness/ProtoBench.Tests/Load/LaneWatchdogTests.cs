using ProtoBench.Load.Loops;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class LaneWatchdogTests
{
    [Theory]
    [InlineData(50, 10)]
    [InlineData(500, 10)]
    [InlineData(2_000, 40)]
    [InlineData(5_000, 100)]
    [InlineData(60_000, 100)]
    public void A_time_out_is_noticed_at_most_a_fiftieth_of_its_limit_late_and_the_watchdog_seldom_wakes(int limit, int interval) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(interval), LaneWatchdog.IntervalOf(TimeSpan.FromMilliseconds(limit)));
}
