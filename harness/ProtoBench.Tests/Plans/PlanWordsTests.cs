using ProtoBench.Model.Text;
using ProtoBench.Trials.Estimates;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class PlanWordsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(64, "64 B")]
    [InlineData(1_400, "1,400 B")]
    [InlineData(1_000, "1 kB")]
    [InlineData(1_024, "1 KiB")]
    [InlineData(30_000, "30 kB")]
    [InlineData(65_507, "65,507 B")]
    [InlineData(65_536, "64 KiB")]
    [InlineData(1_000_000, "1 MB")]
    [InlineData(1_500_000, "1,500 kB")]
    [InlineData(16 << 20, "16 MiB")]
    public void A_size_is_written_in_the_unit_it_was_meant_in(int bytes, string text) => Assert.Equal(text, ByteText.Format(bytes));

    [Theory]
    [InlineData(0, "0 trials")]
    [InlineData(1, "1 trial")]
    [InlineData(2, "2 trials")]
    [InlineData(12_345, "12,345 trials")]
    public void One_of_a_thing_is_no_plural(long count, string text) => Assert.Equal(text, Plural.Of(count, "trial"));

    [Theory]
    [InlineData(54, 100, "about 0:54 to 1:40 min")]
    [InlineData(3.1, 3.4, "about 0:03 min")]
    public void An_estimate_without_a_range_is_one_time(double least, double most, string text) =>
        Assert.Equal(text, EstimateText.Of(new PlanEstimate(1, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most))));
}
