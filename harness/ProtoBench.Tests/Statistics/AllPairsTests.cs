using ProtoBench.Model.Randomness;
using ProtoBench.Model.Statistics;
using Xunit;

namespace ProtoBench.Tests.Statistics;

public sealed class AllPairsTests
{
    [Fact]
    public void What_met_in_rounds_is_compared_within_them()
    {
        // The level doubles from round to round, the ratio is 1.9, 2.0 and 2.1: by levels alone nothing could be told.
        var arms = Rounds([2 * 0.95, 4, 8 * 1.05], [1, 2, 4]);

        var pair = Assert.Single(AllPairs.Of(arms));

        double[] logs = [Math.Log(1.9), Math.Log(2), Math.Log(2.1)];
        var mean = logs.Average();
        var error = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / 2 / 3);
        Assert.Equal(mean, pair.LogRatio!.Value.Mean, 1e-12);
        Assert.Equal(error * error, pair.LogRatio.Value.ErrorVariance, 1e-12);
        Assert.Equal(StudentDistribution.TwoSided(mean / error, 2), pair.Adjusted, 1e-12);
        Assert.True(pair.Adjusted < 0.01);
        Assert.True(Assert.Single(AllPairs.Of([new(arms[0].Values), new(arms[1].Values)])).Adjusted > 0.3);
    }

    [Fact]
    public void Only_rounds_that_both_were_in_count()
    {
        TrialValues[] arms = [new([10, 11, 99], [1, 2, 3]), new([5, 5.5, 1], [1, 2, 7])];

        var pair = Assert.Single(AllPairs.Of(arms));

        Assert.Equal(2, pair.LogRatio!.Value.Count);
        Assert.Equal(Math.Log(2), pair.LogRatio.Value.Mean, 1e-12);
    }

    [Fact]
    public void Trials_that_had_the_machine_to_themselves_are_compared_by_welch()
    {
        double[] first = [10, 11, 12.5];
        double[] second = [8, 9, 8.8];
        var welch = RatioInterval.Of(first, second);

        foreach (TrialValues[] arms in (TrialValues[][])[
            [new(first), new(second)], [new(first, [1, 2, 3]), new(second)], [new(first, [1, 2, 3]), new(second, [4, 5, 6])]])
        {
            var pair = Assert.Single(AllPairs.Of(arms));
            Assert.Equal(Math.Log(welch.Ratio), pair.LogRatio!.Value.Mean, 1e-12);
            Assert.Equal(welch.PValue!.Value, pair.Adjusted, 1e-12);
            Assert.Equal(welch.High!.Value, Math.Exp(pair.LogRatio.Value.Mean + pair.LogRatio.Value.HalfWidth()), 1e-9);
        }
    }

    [Fact]
    public void Nothing_is_known_from_a_single_trial()
    {
        var pair = Assert.Single(AllPairs.Of([new([10], [1]), new([20], [1])]));

        Assert.Null(pair.LogRatio);
        Assert.Equal(1, pair.Adjusted);
    }

    /// <summary>Eight copies of one arm, looked at after each of 3 to 6 rounds, each look at its share of 5 %.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.8)]
    public void Equal_arms_are_told_apart_in_fewer_than_one_of_twenty_runs(double unequalSpreads)
    {
        const int runs = 400;
        var random = new SeededRandom(20261128);
        var wrong = Enumerable.Range(0, runs).Count(_ => IsWrong(random, unequalSpreads));

        // 5 % of 400, and three standard errors of that on top.
        Assert.InRange(wrong, 0, 20 + 13);
    }

    [Fact]
    public void Three_rounds_tell_a_third_more_from_less()
    {
        var random = new SeededRandom(7);
        var found = Enumerable.Range(0, 100).Count(_ =>
        {
            var arms = Invent(random, 8, 3, 0).ToArray();
            arms[5] = arms[5] with { Values = [.. arms[5].Values.Select(value => value * 1.4)] };
            return AllPairs.Of(arms).First(pair => pair is { First: 0, Second: 5 }).Adjusted <= 0.05;
        });

        Assert.True(found > 50, $"found in {found} of 100 runs");
    }

    private static bool IsWrong(SeededRandom random, double unequalSpreads)
    {
        var arms = Invent(random, 8, 6, unequalSpreads);
        return Enumerable.Range(3, 4).Any(rounds => AllPairs
            .Of([.. arms.Select(arm => new TrialValues([.. arm.Values.Take(rounds)], [.. arm.Rounds!.Take(rounds)]))])
            .Any(pair => pair.Adjusted <= 0.05 / 4));
    }

    private static IReadOnlyList<TrialValues> Invent(SeededRandom random, int arms, int rounds, double unequalSpreads) =>
    [
        .. Enumerable.Range(0, arms).Select(_ =>
        {
            var spread = 0.06 * Math.Exp(unequalSpreads * Normal(random));
            return new TrialValues(
                [.. Enumerable.Range(0, rounds).Select(round => Math.Exp((0.2 * round) + (spread * Normal(random))))],
                [.. Enumerable.Range(1, rounds)]);
        }),
    ];

    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(random.NextPositive())) * Math.Cos(2 * Math.PI * random.NextUnit());

    private static TrialValues[] Rounds(params double[][] arms) =>
        [.. arms.Select(values => new TrialValues(values, [.. Enumerable.Range(1, values.Length)]))];
}
