using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class HgrmTextTests
{
    [Fact]
    public void A_distribution_is_printed_as_HdrHistogram_prints_it()
    {
        var histogram = LatencyHistogramTests.Of(1_000, 2_000, 3_000, 4_000);

        const string Expected =
            """
                   Value     Percentile TotalCount 1/(1-Percentile)

                   1.000 0.000000000000          1           1.00
                   1.000 0.250000000000          1           1.33
                   2.000 0.500000000000          2           2.00
                   3.001 0.625000000000          3           2.67
                   3.001 0.750000000000          3           4.00
                   4.000 0.812500000000          4           5.33
                   4.000 1.000000000000          4
            #[Mean    =        2.500, StdDeviation   =        1.118]
            #[Max     =        4.000, Total count    =            4]
            #[Buckets =           32, SubBuckets     =         2048]

            """;

        Assert.Equal(Expected, HgrmText.Of(histogram, HgrmText.Microseconds, ticksPerHalfDistance: 2));
    }

    [Fact]
    public void An_empty_histogram_prints_its_header_and_footer()
    {
        var lines = HgrmText.Of(new LatencyHistogram(), HgrmText.Milliseconds).Split('\n');

        Assert.Equal(6, lines.Length);
        Assert.Equal("#[Max     =        0.000, Total count    =            0]", lines[3]);
    }

    [Fact]
    public void Values_never_exceed_the_recorded_maximum()
    {
        var text = HgrmText.Of(LatencyHistogramTests.Of(10_000_000), HgrmText.Milliseconds);

        Assert.Contains("      10.000 1.000000000000", text, StringComparison.Ordinal);
    }
}
