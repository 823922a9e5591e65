using System.Diagnostics;
using ProtoBench.Protocols.Udp;

namespace ProtoBench.Protocols.Tests.Udp;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class SendPaceTests
{
    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(10_000, 1)]
    [InlineData(100_000, 10)]
    [InlineData(10_000_000, 46)]
    public void Datagrams_that_are_due_within_a_tenth_of_a_millisecond_leave_together(double perSecond, int together) =>
        Assert.Equal(together, SendPace.Together(perSecond, most: 46));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.0009, 1)]
    [InlineData(0.001, 2)]
    [InlineData(1, 1_001)]
    public void The_first_is_due_at_once_and_the_others_at_a_constant_rate(double seconds, long allowed) =>
        Assert.Equal(allowed, SendPace.Allowed(1_000, seconds));

    [Fact]
    public void A_rate_is_not_exceeded_and_what_is_owed_is_due_at_once()
    {
        var watch = Stopwatch.StartNew();
        var pace = new SendPace(2_000);
        long sent = 0;
        while (sent < 100)
        {
            sent += pace.Due(sent, most: 16);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 99 / 2_000.0, double.MaxValue);
        Thread.Sleep(20);
        Assert.Equal(16, pace.Due(sent, most: 16));
    }
}
