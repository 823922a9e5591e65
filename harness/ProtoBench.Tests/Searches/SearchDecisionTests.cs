using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Searches;
using Xunit;

namespace ProtoBench.Tests.Searches;

public sealed class SearchDecisionTests
{
    private static readonly RateSearch Wide = new(new Objective("p99", 5_000)) { From = 100, To = 50_000 };

    [Fact]
    public void Rates_are_a_step_apart_and_can_be_said()
    {
        var rates = RateGrid.Of(Wide);

        Assert.Equal((100, 50_000), (rates[0], rates[^1]));
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 1.0001, 1.0513));
        Assert.Equal([100, 105, 110.2, 115.8], rates.Take(4));
        Assert.All(rates, rate => Assert.Equal(rate, Math.Round(rate, 1)));
    }

    [Theory]
    [InlineData(12_000)]
    [InlineData(101)]
    [InlineData(49_999)]
    [InlineData(777)]
    public void A_sharp_limit_is_bracketed_by_two_neighbours(double limit)
    {
        var (finding, trials) = Run(Wide, confirm: 5, rate => rate <= limit ? SearchVerdict.Met : SearchVerdict.Missed);

        Assert.Equal(SearchEnd.Found, finding.End);
        Assert.True(finding.Confirmed!.Rate <= limit && finding.Refuted!.Rate > limit);
        Assert.Equal((5, 5), (finding.Confirmed.Met, finding.Confirmed.Of));
        Assert.Equal((0, 2), (finding.Refuted.Met, finding.Refuted.Of));

        // 7 or 8 halvings of 129 rates, five fresh trials below the limit and two above it.
        Assert.InRange(trials.Count, 7 + 5 + 2, 8 + 5 + 2);
        Assert.DoesNotContain(
            trials,
            trial => trial.Phase == SearchPhase.Confirm && trial.Rate != finding.Confirmed.Rate && trial.Rate != finding.Refuted.Rate);
    }

    [Fact]
    public void A_limit_outside_of_the_range_is_told_as_such()
    {
        var (above, _) = Run(Wide, 3, _ => SearchVerdict.Met);
        var (below, _) = Run(Wide, 3, _ => SearchVerdict.Missed);

        Assert.Equal((SearchEnd.AboveRange, 50_000), (above.End, above.Confirmed!.Rate));
        Assert.Equal((SearchEnd.BelowRange, 100), (below.End, below.Refuted!.Rate));
        Assert.Null(below.Confirmed);
    }

    [Fact]
    public void A_lucky_trial_of_the_search_is_refuted_by_fresh_ones()
    {
        // The first trial above 1,000/s is met by luck, and leads the search to where nothing holds.
        var lucky = true;
        var (finding, trials) = Run(Wide, 5, rate =>
        {
            var verdict = rate <= 1_000 || lucky ? SearchVerdict.Met : SearchVerdict.Missed;
            lucky = lucky && rate <= 1_000;
            return verdict;
        });

        // From 24 steps too high it comes back in strides of 1, 2, 4, 8 and 16, and halves the last: two trials for each that is refuted.
        Assert.Equal(SearchEnd.Found, finding.End);
        Assert.InRange(finding.Confirmed!.Rate, 1_000 / 1.06, 1_000);
        Assert.True(trials.Count <= SearchDecision.MostTrials(Wide, 5));
    }

    [Fact]
    public void A_client_that_cannot_offer_a_rate_is_no_miss_of_the_server()
    {
        var (finding, _) = Run(Wide, 5, rate => rate <= 8_000 ? SearchVerdict.Met : SearchVerdict.ClientLimited);

        Assert.Equal(SearchEnd.ClientLimited, finding.End);
        Assert.InRange(finding.Confirmed!.Rate, 7_600, 8_000);
        Assert.Equal(0, finding.Refuted!.Of);
    }

    [Fact]
    public void One_late_client_is_asked_again()
    {
        var late = 0;
        var (finding, _) = Run(Wide, 5, rate => late++ % 6 == 3 ? SearchVerdict.ClientLimited
            : rate <= 12_000 ? SearchVerdict.Met : SearchVerdict.Missed);

        Assert.Equal(SearchEnd.Found, finding.End);
        Assert.InRange(finding.Confirmed!.Rate, 11_400, 12_000);
    }

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.003)]
    public void Over_a_queue_of_known_service_time_it_ends_within_a_step_of_the_analytical_answer(double limit)
    {
        const double Service = 0.0005;
        var knee = SimulatedQueue.Knee(limit, 0.99, Service);
        var search = new RateSearch(new Objective("p99", limit * 1e6)) { From = 400, To = 4_000, Step = 0.02 };
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var random = new SeededRandom(seed);
            var (finding, _) = Run(search, 5, rate =>
                rate * Service < 1 && SimulatedQueue.Percentile(rate, Service, 10, 0.99, random) <= limit
                    ? SearchVerdict.Met
                    : SearchVerdict.Missed);

            Assert.Equal(SearchEnd.Found, finding.End);
            Assert.InRange(finding.Confirmed!.Rate / knee, 0.95, 1.05);
        }
    }

    [Fact]
    public void Even_arrivals_are_carried_up_to_one_over_the_service_time()
    {
        var search = new RateSearch(new Objective("p99", 5_000)) { From = 400, To = 4_000 };

        var (finding, _) = Run(search, 5, rate => SimulatedQueue.Percentile(rate, 0.0005, 2, 0.99, random: null) <= 0.005
            ? SearchVerdict.Met
            : SearchVerdict.Missed);

        Assert.True(finding.Confirmed!.Rate <= 2_010 && finding.Refuted!.Rate > 2_000);
    }

    [Fact]
    public void The_formula_of_the_queue_is_that_of_the_simulation()
    {
        // Of M/D/1 at half load half of the arrivals do not wait; the mean wait is ρ/(2(1 − ρ)) services (Pollaczek, Khinchine).
        Assert.Equal(0.5, SimulatedQueue.ShareWaitingAtMost(0, 1_000, 0.0005), 1e-12);
        var knee = SimulatedQueue.Knee(0.005, 0.99, 0.0005);
        Assert.Equal(1_547, knee, 0.5);
        Assert.InRange(SimulatedQueue.Percentile(knee, 0.0005, 200, 0.99, new SeededRandom(1)), 0.0047, 0.0053);
    }

    [Fact]
    public void The_same_trials_give_the_same_move()
    {
        var (_, trials) = Run(Wide, 5, rate => rate <= 3_000 ? SearchVerdict.Met : SearchVerdict.Missed);

        for (var i = 0; i < trials.Count; i++)
        {
            Assert.Equal(
                new SearchMove(trials[i].Rate, trials[i].Phase), SearchDecision.Next(Wide, 5, [.. trials.Take(i)]));
        }

        Assert.Null(SearchDecision.Next(Wide, 5, trials));
    }

    private static (SearchFinding Finding, IReadOnlyList<SearchTrial> Trials) Run(
        RateSearch search, int confirm, Func<double, SearchVerdict> verdict)
    {
        var trials = new List<SearchTrial>();
        while (SearchDecision.Next(search, confirm, trials) is { } move)
        {
            trials.Add(new SearchTrial(move.Rate, move.Phase, verdict(move.Rate)));
        }

        return (SearchDecision.Of(search, confirm, trials), trials);
    }
}
