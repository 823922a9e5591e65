using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class ProcessSamplesTests
{
    private static readonly ProcessSample[] Samples =
    [
        new(1_000_000_000, 1.0, 100, 1, 2.0, CompiledMethods: 5, ReceivedBytes: 0, Exchanges: 10),
        new(2_000_000_000, 1.5, 300, 3, 4.0, ReceivedBytes: 1000, Exchanges: 30),
        new(4_000_000_000, 2.5, 500, 3, 4.0, ReceivedBytes: 5000, Exchanges: 30),
    ];

    [Fact]
    public void Totals_between_two_samples_are_interpolated()
    {
        var middle = ProcessSamples.At(Samples, 1_500_000_000);

        Assert.Equal(1.25, middle.CpuSeconds, 6);
        Assert.Equal(200, middle.AllocatedBytes);
        Assert.Equal(500, middle.ReceivedBytes);
        Assert.Equal(20, middle.Exchanges);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9_000_000_000, 5000)]
    public void Outside_the_series_its_ends_hold(long nanoseconds, long bytes) =>
        Assert.Equal(bytes, ProcessSamples.At(Samples, nanoseconds).ReceivedBytes);

    [Fact]
    public void Rates_stand_on_an_axis_that_starts_at_the_window()
    {
        var rates = ProcessSamples.Rates(Samples, origin: 2_000_000_000, sample => sample.ReceivedBytes);

        Assert.Equal([new RateSample(0, 1000), new RateSample(2, 2000)], rates);
    }

    [Fact]
    public void Usage_is_the_difference_of_the_totals_at_the_windows_edges()
    {
        var usage = ProcessSamples.Usage(Samples, 1_500_000_000, 3_000_000_000, new ProcessUsage
        {
            ProcessId = 7,
            CpuSeconds = 0,
            PeakResidentBytes = 9,
            AllocatedBytes = 0,
            Collections = 0,
            PauseMilliseconds = 0,
            Processors = "0",
            Runtime = "r",
        });

        Assert.Equal(0.75, usage.CpuSeconds, 6);
        Assert.Equal(200, usage.AllocatedBytes);
        Assert.Equal(1, usage.Collections);
        Assert.Equal(7, usage.ProcessId);
    }

    [Theory]
    [InlineData(0, 9_000_000_000, 2.0)]
    [InlineData(0, 2_700_000_000, 1.0)]
    [InlineData(3_600_000_000, 9_000_000_000, null)]
    public void Between_samples_that_are_far_apart_a_process_stood_still_as_far_as_it_was_measured(long from, long to, double? seconds) =>
        Assert.Equal(seconds, ProcessSamples.StoodStill(Samples, from, to));

    [Fact]
    public void A_process_without_samples_is_an_error() => Assert.Throws<ArgumentException>(() => ProcessSamples.At([], 0));
}
