using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class PollingModelTests
{
    [Theory]
    [InlineData(100, 20, 50)]
    [InlineData(100, 0.1, 10)]
    [InlineData(1_000, 40, 3)]
    [InlineData(5_000, 100, 20)]
    public void Short_polling_costs_half_an_interval_and_a_round_trip(double interval, double roundTrip, double rate)
    {
        Assert.Equal((interval / 2) + roundTrip, PollingModel.ShortDelay(interval, roundTrip), 9);
        var (delay, requests) = PollingModel.Play(interval, roundTrip, Arrivals(rate));
        Assert.Equal(1, delay / PollingModel.ShortDelay(interval, roundTrip), 0.05);
        Assert.Equal(1, requests / PollingModel.ShortRequestsPerEvent(interval, roundTrip, rate / 1e3), 0.05);
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(0.1, 100)]
    [InlineData(100, 100)]
    public void Long_polling_costs_half_a_round_trip_and_what_comes_between_two_requests(double roundTrip, double rate)
    {
        var (delay, requests) = PollingModel.Play(null, roundTrip, Arrivals(rate));
        Assert.Equal(1, delay / PollingModel.LongDelay(roundTrip, rate / 1e3), 0.05);
        Assert.Equal(1, requests / PollingModel.LongRequestsPerEvent(roundTrip, rate / 1e3), 0.05);
    }

    private static double[] Arrivals(double rate)
    {
        var schedule = new ArrivalSchedule(ArrivalLaw.Poisson, rate, seed: 7);
        return [.. Enumerable.Range(0, 100_000).Select(_ => schedule.Next() / 1e6)];
    }
}
