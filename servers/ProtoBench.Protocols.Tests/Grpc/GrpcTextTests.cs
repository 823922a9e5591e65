using ProtoBench.Protocols.Grpc;

namespace ProtoBench.Protocols.Tests.Grpc;

public sealed class GrpcTextTests
{
    [Theory]
    [InlineData("1n", 1)]
    [InlineData("100n", 1)]
    [InlineData("250u", 2_500)]
    [InlineData("50m", 500_000)]
    [InlineData("10S", 100_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("0S", 0)]
    public void Timeouts_are_read_in_every_unit(string header, long ticks) => Assert.Equal(TimeSpan.FromTicks(ticks), GrpcTimeout.Parse(header));

    [Fact]
    public void A_timeout_of_thousands_of_years_is_as_long_as_a_timer_can_be()
    {
        using var timer = new CancellationTokenSource(GrpcTimeout.Parse("99999999H")!.Value);

        Assert.False(timer.IsCancellationRequested);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public void Malformed_timeouts_are_seen(string header) => Assert.Null(GrpcTimeout.Parse(header));

    [Theory]
    [InlineData(0.0001, "100u")]
    [InlineData(0.3, "300000u")]
    [InlineData(99.999999, "99999999u")]
    [InlineData(100, "100000m")]
    [InlineData(100_000, "100000S")]
    [InlineData(-1, "0u")]
    public void Timeouts_are_written_in_the_finest_unit_that_fits_eight_digits(double seconds, string header) =>
        Assert.Equal(header, GrpcTimeout.Format(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("100 %", "100 %25")]
    [InlineData("ü\n", "%C3%BC%0A")]
    public void Messages_are_percent_encoded_and_decoded(string text, string header)
    {
        Assert.Equal(header, GrpcMessageText.Encode(text));
        Assert.Equal(text, GrpcMessageText.Decode(header));
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%4", "%4")]
    [InlineData("%c3%bc", "ü")]
    public void Invalid_escapes_are_kept(string header, string text) => Assert.Equal(text, GrpcMessageText.Decode(header));

    [Theory]
    [InlineData("0", "OK")]
    [InlineData("4", "DEADLINE_EXCEEDED")]
    [InlineData("16", "UNAUTHENTICATED")]
    [InlineData("17", "17")]
    [InlineData("x", "x")]
    public void Statuses_have_the_names_of_the_specification(string wire, string name) => Assert.Equal(name, GrpcStatusNames.Name(wire));
}
