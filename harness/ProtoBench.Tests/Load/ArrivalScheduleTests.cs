using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class ArrivalScheduleTests
{
    [Fact]
    public void Constant_arrivals_do_not_drift()
    {
        const double Rate = 30_000.7;
        var schedule = new ArrivalSchedule(ArrivalLaw.Constant, Rate, seed: 1);

        for (var i = 0L; i < 1_000_000; i++)
        {
            var exact = (decimal)i * 1_000_000_000m / (decimal)Rate;
            Assert.True(Math.Abs(schedule.Next() - exact) <= 0.5001m);
        }
    }

    [Fact]
    public void Constant_arrivals_begin_with_the_loop_and_ignore_the_seed() =>
        Assert.Equal([0, 333_333, 666_667, 1_000_000], Starts(ArrivalLaw.Constant, 3_000, seed: 77, 4));

    [Fact]
    public void A_seed_always_means_the_same_poisson_schedule()
    {
        Assert.Equal([35_251, 100_560, 156_054, 249_875, 285_946], Starts(ArrivalLaw.Poisson, 10_000, seed: 1, 5));
        Assert.Equal([228_103, 260_190, 429_492, 458_547, 496_213], Starts(ArrivalLaw.Poisson, 10_000, seed: 2, 5));
    }

    [Fact]
    public void Poisson_gaps_have_the_mean_and_variance_of_their_rate()
    {
        const int Count = 1_000_000;
        const double Rate = 20_000;

        var gaps = Gaps(Rate, seed: 3, Count);

        // Mean 1/λ with standard error 1/(λ√n); the variance 1/λ² has the relative standard error √(8/n).
        const double Mean = 1e9 / Rate;
        var mean = gaps.Average();
        var variance = gaps.Sum(g => (g - mean) * (g - mean)) / (Count - 1);
        Assert.Equal(Mean, mean, 4 * Mean / Math.Sqrt(Count));
        Assert.Equal(1, variance / (Mean * Mean), 4 * Math.Sqrt(8.0 / Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Poisson_gaps_are_exponential_by_kolmogorov_and_smirnov(ulong seed)
    {
        const int Count = 20_000;
        const double Rate = 100;
        var gaps = Gaps(Rate, seed, Count);

        Array.Sort(gaps);
        var distance = gaps.Select((gap, i) =>
        {
            var expected = 1 - Math.Exp(-gap * Rate / 1e9);
            return Math.Max(expected - ((double)i / Count), ((i + 1.0) / Count) - expected);
        }).Max();

        // The 99 % point of Kolmogorov's distribution is 1.628 / √n.
        Assert.True(distance < 1.628 / Math.Sqrt(Count), $"distance {distance}");
    }

    [Fact]
    public void Poisson_gaps_do_not_depend_on_the_gap_before()
    {
        var gaps = Gaps(1_000, seed: 4, 100_000);
        var mean = gaps.Average();

        var covariance = gaps.Zip(gaps.Skip(1), (a, b) => (a - mean) * (b - mean)).Average();

        // The first autocorrelation of independent numbers has the standard deviation 1/√n.
        Assert.Equal(0, covariance / (mean * mean), 4 / Math.Sqrt(100_000.0));
    }

    [Theory]
    [InlineData(ArrivalLaw.Constant)]
    [InlineData(ArrivalLaw.Poisson)]
    public void Starts_never_go_back_and_allocate_nothing(ArrivalLaw law)
    {
        var schedule = new ArrivalSchedule(law, 1e9, seed: 1);
        var previous = schedule.Next();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100_000; i++)
        {
            var start = schedule.Next();
            if (start < previous)
            {
                Assert.Fail($"{start} after {previous}");
            }

            previous = start;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allocation.Context);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.1e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_cannot_be_kept_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArrivalSchedule(ArrivalLaw.Constant, rate, seed: 1));

    private static long[] Starts(ArrivalLaw law, double rate, ulong seed, int count)
    {
        var schedule = new ArrivalSchedule(law, rate, seed);
        return [.. Enumerable.Range(0, count).Select(_ => schedule.Next())];
    }

    private static double[] Gaps(double rate, ulong seed, int count)
    {
        var starts = Starts(ArrivalLaw.Poisson, rate, seed, count);
        return [.. starts.Select((start, i) => (double)(start - (i == 0 ? 0 : starts[i - 1])))];
    }
}
