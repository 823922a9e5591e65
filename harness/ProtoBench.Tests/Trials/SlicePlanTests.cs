using ProtoBench.Trials.Pairs;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class SlicePlanTests
{
    [Theory]
    [InlineData(10, 40_000, 500, 0.02)]
    [InlineData(10, 5_000, 500, 0.02)]
    [InlineData(10, 1_000, 100, 0.1)]
    [InlineData(10, 30, 5, 2)]
    [InlineData(0.3, 40_000, 15, 0.02)]
    public void A_slice_holds_a_hundred_exchanges_and_lasts_a_fiftieth_of_a_second_or_more(
        double seconds, double rate, int count, double length)
    {
        var plan = SlicePlan.For(TimeSpan.FromSeconds(seconds), rate);

        Assert.Equal(count, plan.Count);
        Assert.Equal(length, plan.Seconds, 1e-9);
    }

    [Theory]
    [InlineData(0.3, 480)]
    [InlineData(0.3, 700)]
    [InlineData(0.3, 20)]
    [InlineData(5, 0)]
    [InlineData(7, 33.3)]
    public void All_slices_together_are_the_duration_asked_for(double seconds, double rate)
    {
        var plan = SlicePlan.For(TimeSpan.FromSeconds(seconds), rate);

        Assert.Equal(seconds, plan.Count * plan.Seconds, 1e-9);
    }
}
