using ProtoBench.Machine;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Clocks;

public sealed class SameClockTests
{
    private static readonly ClockOrigin Own = new("5d2a", "time:[4026531834]");

    [Fact]
    public void One_boot_and_one_time_namespace_are_one_clock() =>
        Assert.True(SameClock.Is(Own, Own with { }, told: 15, started: 10, now: 20));

    [Fact]
    public void A_build_that_does_not_tell_the_time_is_believed_what_the_kernel_says_of_it() =>
        Assert.True(SameClock.Is(Own, Own with { }, told: null, started: 10, now: 20));

    [Fact]
    public void Another_boot_another_namespace_or_nothing_known_is_another_clock()
    {
        Assert.False(SameClock.Is(Own, Own with { Boot = "77ff" }, 15, 10, 20));
        Assert.False(SameClock.Is(Own, Own with { TimeNamespace = "time:[4026532000]" }, 15, 10, 20));
        Assert.False(SameClock.Is(Own, null, 15, 10, 20));
        Assert.False(SameClock.Is(null, null, 15, 10, 20));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(21)]
    public void A_time_that_cannot_be_outweighs_what_the_kernel_says(long told) =>
        Assert.False(SameClock.Is(Own, Own with { }, told, started: 10, now: 20));
}
