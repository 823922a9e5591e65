using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using ProtoBench.Tests.Searches;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class PowerKneeTests
{
    private static readonly double[] Loads = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

    // Pollaczek 1930, Khinchine 1932: the mean wait is ρ(1 + C²)/(2(1 − ρ)) services. Kleinrock 1979: the knee is at 1/(1 + √((1 + C²)/2)).
    [Theory]
    [InlineData(0, 0.5858)]
    [InlineData(0.5, 0.5359)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.4495)]
    public void Of_a_queue_whose_answer_is_known_it_is_that_answer(double variation, double knee)
    {
        var fit = PowerKnee.Of([.. Loads.Select(load => (load * 1_000, 1 + (load * (1 + variation) / (2 * (1 - load)))))]);

        Assert.Equal(KneeEnd.Found, fit.End);
        Assert.InRange(fit.Rate!.Value, 990 * knee, 1_010 * knee);
    }

    [Fact]
    public void Of_simulated_trials_it_is_within_five_percent()
    {
        const double Service = 0.001;
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var random = new SeededRandom(seed);
            var fit = PowerKnee.Of(
                [.. Loads.Select(load => (load / Service, Enumerable.Range(0, 5)
                    .Average(_ => SimulatedQueue.Mean(load / Service, Service, 5, random))))]);

            Assert.InRange(fit.Rate!.Value * Service / (2 - Math.Sqrt(2)), 0.95, 1.05);
        }
    }

    [Fact]
    public void Rates_on_one_side_of_it_say_on_which()
    {
        Assert.Equal(KneeEnd.Above, Of(0.1, 0.2, 0.3, 0.4).End);
        Assert.Equal(KneeEnd.Below, Of(0.7, 0.75, 0.8, 0.85).End);
        Assert.Equal(KneeEnd.TooFew, Of(0.5, 0.6, 0.7).End);
    }

    [Fact]
    public void Response_times_that_follow_no_curve_have_none() =>
        Assert.Equal(KneeEnd.NoCurve, PowerKnee.Of([(100, 10), (200, 1), (300, 9), (400, 1.2), (500, 10)]).End);

    private static KneeFit Of(params double[] loads) =>
        PowerKnee.Of([.. loads.Select(load => (load, 1 + (load / (2 * (1 - load)))))]);
}
