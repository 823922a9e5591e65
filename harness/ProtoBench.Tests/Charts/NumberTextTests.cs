using ProtoBench.Model.Text;
using Xunit;

namespace ProtoBench.Tests.Charts;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0 µs")]
    [InlineData(0.0214, "21.4 ns")]
    [InlineData(0.9, "900 ns")]
    [InlineData(24.06, "24.1 µs")]
    [InlineData(885.2, "885 µs")]
    [InlineData(999.7, "1.00 ms")]
    [InlineData(1064, "1.06 ms")]
    [InlineData(2.5e6, "2.50 s")]
    [InlineData(9.996, "10.0 µs")]
    public void Times_have_three_digits_and_the_unit_that_fits(double microseconds, string text) =>
        Assert.Equal(text, NumberText.Of(microseconds, Quantity.Microseconds));

    [Theory]
    [InlineData(985, nameof(Quantity.PerSecond), "985/s")]
    [InlineData(41_234, nameof(Quantity.PerSecond), "41.2k/s")]
    [InlineData(64, nameof(Quantity.Bytes), "64 B")]
    [InlineData(65_536, nameof(Quantity.Bytes), "64 KiB")]
    [InlineData(1_073_741_824, nameof(Quantity.BytesPerSecond), "1.00 GiB/s")]
    [InlineData(1_073_000_000, nameof(Quantity.BytesPerSecond), "1023 MiB/s")]
    [InlineData(3.125, nameof(Quantity.Factor), "3.13×")]
    [InlineData(0.982, nameof(Quantity.Share), "98.2 %")]
    [InlineData(0.0004, nameof(Quantity.Share), "0.04 %")]
    [InlineData(0.999, nameof(Quantity.Percentile), "99.9")]
    [InlineData(3, nameof(Quantity.Count), "3")]
    [InlineData(2.25, nameof(Quantity.Seconds), "2.25 s")]
    public void Every_quantity_has_its_unit(double value, string quantity, string text) =>
        Assert.Equal(text, NumberText.Of(value, Enum.Parse<Quantity>(quantity)));

    [Fact]
    public void Both_ends_of_a_range_share_the_unit_of_the_larger() =>
        Assert.Equal("0.94–1.06 ms", NumberText.Range(940, 1064, Quantity.Microseconds));

    [Fact]
    public void Ends_of_a_range_that_lie_far_apart_have_their_own_units() =>
        Assert.Equal("42.0 µs–11.4 ms", NumberText.Range(42, 11_400, Quantity.Microseconds));

    [Theory]
    [InlineData(0, nameof(Quantity.Microseconds), "0")]
    [InlineData(500, nameof(Quantity.Microseconds), "500 µs")]
    [InlineData(1000, nameof(Quantity.Microseconds), "1 ms")]
    [InlineData(1_073_741_824, nameof(Quantity.BytesPerSecond), "1 GiB/s")]
    [InlineData(0.9999, nameof(Quantity.Percentile), "99.99")]
    [InlineData(30_000, nameof(Quantity.Bytes), "30 kB")]
    [InlineData(30_064, nameof(Quantity.Bytes), "30,064 B")]
    [InlineData(1_536, nameof(Quantity.Bytes), "1.5 KiB")]
    [InlineData(2_000_000, nameof(Quantity.Bytes), "2 MB")]
    public void Ticks_carry_no_zeros_that_say_nothing(double value, string quantity, string text) =>
        Assert.Equal(text, NumberText.Tick(value, Enum.Parse<Quantity>(quantity)));
}
