using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(20.0, 21.0)]
    [InlineData(20.0, 90.0)]
    [InlineData(20.0, 4_000.0)]
    [InlineData(1.0, 1e9)]
    [InlineData(0.02, 0.02)]
    [InlineData(997.0, 1_003.0)]
    public void A_logarithmic_axis_has_at_least_two_round_ticks_within_itself_and_not_too_many(double low, double high)
    {
        var scale = LogScale.Over([low, high]);
        var ticks = scale.Ticks(8, Quantity.Microseconds);
        Assert.InRange(ticks.Count, 2, 8);
        Assert.All(ticks, tick => Assert.InRange(scale.Fraction(tick.Value), -1e-9, 1 + 1e-9));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
        Assert.InRange(scale.Fraction(low), 0, 1);
        Assert.InRange(scale.Fraction(high), 0, 1);
    }

    [Fact]
    public void A_logarithmic_axis_has_no_place_for_zero()
    {
        var scale = LogScale.Over([0, 10, 100]);
        Assert.False(scale.Holds(0));
        Assert.False(scale.Holds(double.NaN));
        Assert.True(scale.Holds(0.001));
    }

    [Fact]
    public void Logarithmic_ticks_over_two_decades_are_one_two_five() =>
        Assert.Equal(
            ["20 µs", "50 µs", "100 µs", "200 µs", "500 µs", "1 ms", "2 ms"],
            LogScale.Over([20, 2000]).Ticks(8, Quantity.Microseconds).Select(tick => tick.Label));

    [Fact]
    public void Room_beyond_the_last_tick_has_no_ticks_and_stays_at_the_end_of_its_own_axis()
    {
        var scale = new LogScale(20, 20_000) { LastTick = 2000 };
        Assert.Equal("1 ms", scale.Ticks(6, Quantity.Microseconds)[^1].Label);
        Assert.Same(scale, scale.With(LogScale.Over([1, 1e6])));
        Assert.Equal(1, scale.Fraction(20_000), 9);
    }

    [Fact]
    public void Sizes_have_binary_ticks() =>
        Assert.Equal(
            ["256 B", "4 KiB", "64 KiB", "1 MiB"], LogScale.Over([64, 1 << 20]).Ticks(4, Quantity.Bytes).Select(tick => tick.Label));

    [Fact]
    public void Goodput_axes_step_in_their_own_unit() =>
        Assert.Equal(
            ["0", "1 GiB/s", "2 GiB/s", "3 GiB/s"],
            new LinearScale(0, 3.5 * (1 << 30)).Ticks(5, Quantity.BytesPerSecond).Select(tick => tick.Label));

    [Fact]
    public void Each_nine_is_as_far_from_the_next()
    {
        var scale = new NinesScale(0.9999);
        Assert.Equal(0, scale.Fraction(0), 9);
        Assert.Equal(0.25, scale.Fraction(0.9), 9);
        Assert.Equal(0.5, scale.Fraction(0.99), 9);
        Assert.Equal(1, scale.Fraction(0.9999), 9);
        Assert.Equal(["0", "50", "90", "99", "99.9", "99.99"], scale.Ticks(8, Quantity.Percentile).Select(tick => tick.Label));
        Assert.False(scale.Holds(1));
    }

    [Fact]
    public void Nines_quantiles_end_where_they_are_told_to()
    {
        var quantiles = NinesScale.Quantiles(0.99, 10).ToList();
        Assert.Equal(21, quantiles.Count);
        Assert.Equal(0, quantiles[0]);
        Assert.Equal(0.99, quantiles[^1], 12);
    }

    [Fact]
    public void Equal_values_get_an_axis_with_the_value_in_its_middle()
    {
        Assert.Equal(0.5, LogScale.Over([20, 20]).Fraction(20), 9);
        Assert.Equal(0.5, LinearScale.Over([20, 20]).Fraction(20), 9);
    }

    [Fact]
    public void An_axis_of_given_values_has_them_as_ticks() =>
        Assert.Equal([1, 4, 16, 64], new ValueScale([64, 1, 4, 16, 4]).Ticks(8, Quantity.Count).Select(tick => tick.Value));

    [Fact]
    public void Bars_begin_at_zero_even_when_all_values_are_zero() => Assert.Equal(0, LinearScale.FromZero([0, 0]).Fraction(0));

    [Fact]
    public void Categories_lie_in_the_middle_of_their_rows()
    {
        var scale = new BandScale(["a", "b"]);
        Assert.Equal(0.25, scale.Fraction(0));
        Assert.Equal(0.75, scale.Fraction(1));
        Assert.False(scale.Holds(2));
    }
}
