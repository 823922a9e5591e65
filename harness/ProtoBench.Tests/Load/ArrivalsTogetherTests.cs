using ProtoBench.Load.Loops;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class ArrivalsTogetherTests
{
    [Theory]
    [InlineData(20_000, 0)]
    [InlineData(60_000, 0)]
    [InlineData(70_000, 30_000)]
    [InlineData(100_000, 30_000)]
    [InlineData(1_000_000, 30_000)]
    public void Only_arrivals_of_which_two_more_come_within_the_hold_wait_for_each_other(int perSecond, long hold)
    {
        var together = new ArrivalsTogether(30_000);
        for (var i = 0L; i < 100; i++)
        {
            together.Arrived(5_000_000_000 + (i * 1_000_000_000 / perSecond));
        }

        Assert.Equal(hold, together.Hold);
    }

    [Fact]
    public void Nothing_waits_before_it_is_known_how_dense_arrivals_are_nor_after_a_pause()
    {
        var together = new ArrivalsTogether(30_000);
        Assert.Equal(0, together.Hold);
        together.Arrived(5_000_000_000);
        Assert.Equal(0, together.Hold);
        for (var i = 1L; i < 50; i++)
        {
            together.Arrived(5_000_000_000 + (i * 5_000));
        }

        Assert.Equal(30_000, together.Hold);
        together.Arrived(6_000_000_000);
        Assert.Equal(0, together.Hold);
    }

    [Fact]
    public void A_loop_that_has_nothing_else_to_do_starts_each_when_it_is_due()
    {
        var together = default(ArrivalsTogether);
        for (var i = 0L; i < 50; i++)
        {
            together.Arrived(i * 100);
        }

        Assert.Equal(0, together.Hold);
    }
}
