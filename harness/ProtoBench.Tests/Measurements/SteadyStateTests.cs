using ProtoBench.Model.Measurements;
using ProtoBench.Model.Randomness;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class SteadyStateTests
{
    [Fact]
    public void A_constant_rate_is_steady_as_soon_as_there_are_enough_windows()
    {
        Assert.False(Steady([.. Enumerable.Repeat(5_000.0, SteadyState.Windows - 1)]));
        Assert.True(Steady([.. Enumerable.Repeat(5_000.0, SteadyState.Windows)]));
    }

    [Fact]
    public void A_ramp_is_not_steady() => Assert.False(Steady(1_000, 1_050, 1_100, 1_150, 1_200, 1_250, 1_300, 1_350));

    [Fact]
    public void A_falling_rate_is_not_steady() => Assert.False(Steady(1_350, 1_300, 1_250, 1_200, 1_150, 1_100, 1_050, 1_000));

    [Fact]
    public void A_step_of_the_compiler_delays_steadiness_until_its_windows_have_passed()
    {
        double[] before = [.. Enumerable.Repeat(10_000.0, 12)];
        double[] after = [.. Enumerable.Repeat(14_000.0, SteadyState.Windows)];

        var steadyAt = Enumerable.Range(1, SteadyState.Windows).Where(n => Steady([.. before, .. after[..n]])).ToArray();

        // Half of the newer half's best two is a fifth more; with five new windows the older half has one of them, with six both.
        Assert.Equal([6, 7, 8], steadyAt);
    }

    [Fact]
    public void Only_the_last_windows_count() => Assert.True(Steady([1, 10, 100, 900, .. Enumerable.Repeat(1_000.0, SteadyState.Windows)]));

    [Fact]
    public void Ordinary_noise_is_steady()
    {
        var random = new SeededRandom(6);
        var steady = Enumerable.Range(0, 1_000).Count(_ =>
            Steady([.. Enumerable.Range(0, SteadyState.Windows).Select(_ => 10_000 * (0.9 + (0.2 * random.NextPositive())))]));

        Assert.True(steady > 950, $"{steady} of 1,000");
    }

    [Fact]
    public void A_rate_that_scatters_widely_and_does_not_climb_is_steady()
    {
        // As a busy neighbour makes it: independent windows with a standard deviation of 20 %.
        var random = new SeededRandom(11);
        var steady = Enumerable.Range(0, 1_000).Count(_ =>
            Steady([.. Enumerable.Range(0, SteadyState.Windows).Select(_ => 10_000 * (0.65 + (0.7 * random.NextPositive())))]));

        Assert.True(steady > 750, $"{steady} of 1,000");
    }

    [Fact]
    public void Scatter_does_not_hide_a_rate_that_doubles()
    {
        var random = new SeededRandom(12);
        var steady = Enumerable.Range(0, 1_000).Count(_ => Steady([.. Enumerable.Range(0, SteadyState.Windows).Select(
            i => 10_000 * (0.5 + (i / 14.0)) * (0.8 + (0.4 * random.NextPositive())))]));

        Assert.True(steady < 50, $"{steady} of 1,000");
    }

    [Fact]
    public void Waiting_does_not_help_against_a_machine_that_takes_away_now_and_then()
    {
        Assert.True(Steady(1_000, 550, 1_000, 1_000, 550, 550, 1_000, 1_000));
        Assert.True(Steady(1_000, 1_000, 1_000, 1_000, 550, 550, 550, 550));
        Assert.True(Steady(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 100, 1_000));
    }

    [Fact]
    public void A_rate_that_falls_apart_is_not_steady() => Assert.False(Steady(1_000, 4_000, 500, 4_000, 500, 4_000, 500, 4_000));

    [Fact]
    public void A_burst_that_fills_a_queue_first_is_not_steady_while_it_ebbs() =>
        Assert.False(Steady(4_000, 4_000, 4_000, 3_600, 3_000, 2_600, 2_200, 2_000));

    [Fact]
    public void Nothing_at_all_is_never_steady()
    {
        Assert.False(Steady(0, 0, 0, 0, 0, 0, 0, 0));
        Assert.False(Steady(1_000, 1_000, 1_000, 1_000, 0, 0, 0, 0));
        Assert.False(Steady(0, 0, 0, 0, 1_000, 1_000, 1_000, 1_000));
    }

    [Fact]
    public void Too_few_exchanges_are_never_called_steady()
    {
        Assert.False(Steady(2, 2, 2, 2, 2, 2, 2, 3 - 0.5));
        Assert.True(Steady(2, 3, 2, 3, 3, 2, 3, 2));
    }

    [Fact]
    public void Random_arrivals_at_a_low_rate_are_steady_although_their_counts_vary()
    {
        // Five a window: a standard deviation of 45 % of the rate that is nothing but chance.
        var random = new SeededRandom(10);
        var steady = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var counts = new double[SteadyState.Windows];
            for (var at = -Math.Log(random.NextPositive()) / 5; at < counts.Length; at -= Math.Log(random.NextPositive()) / 5)
            {
                counts[(int)at]++;
            }

            steady += Steady(counts) ? 1 : 0;
        }

        Assert.True(steady > 900, $"{steady} of 1,000");
    }

    [Fact]
    public void A_service_time_that_still_falls_at_a_given_rate_is_not_steady()
    {
        // An open loop holds its rate from the first window on, only the service time shows the compiler at work.
        Assert.False(SteadyWithService(i => 100_000 - (5_000 * i)));
        Assert.True(SteadyWithService(i => 100_000 - (500 * i)));
    }

    [Fact]
    public void Windows_without_a_service_time_do_not_count_into_its_mean() =>
        Assert.True(SteadyWithService(i => i % 2 == 0 ? null : 7_000));

    private static bool SteadyWithService(Func<int, double?> mean) =>
        SteadyState.IsSteady([.. Enumerable.Range(0, SteadyState.Windows).Select(i => new SteadyWindow(1_000, 1_000, mean(i)))]);

    private static bool Steady(params double[] counts) => SteadyState.IsSteady([.. counts.Select(c => new SteadyWindow(c, (long)c))]);
}
