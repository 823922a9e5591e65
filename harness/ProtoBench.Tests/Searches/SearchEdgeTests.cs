using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Model.Searches;
using Xunit;

namespace ProtoBench.Tests.Searches;

public sealed class SearchEdgeTests
{
    private static readonly RateSearch Search = new(new Objective("p90", 4_000)) { From = 500, To = 950, Step = 0.01 };

    [Fact]
    public void Over_simulated_queues_it_is_the_analytical_answer_and_its_interval_holds_it()
    {
        const double Service = 0.001;
        const int Searches = 200;
        var answer = SimulatedQueue.Knee(0.004, 0.9, Service);
        var (held, errors) = (0, new List<double>());
        for (var seed = 1UL; seed <= Searches; seed++)
        {
            var random = new SeededRandom(seed);
            var trials = new List<SearchTrial>();
            while (SearchDecision.Next(Search, 5, trials) is { } move)
            {
                var found = 1e6 * SimulatedQueue.Percentile(move.Rate, Service, 6, 0.9, random);
                trials.Add(new SearchTrial(move.Rate, move.Phase, found <= 4_000 ? SearchVerdict.Met : SearchVerdict.Missed, found));
            }

            if (SearchEdge.Of(Search, trials) is not { } edge)
            {
                continue;
            }

            errors.Add((edge.Rate / answer) - 1);
            held += edge.Low <= answer && answer <= edge.High ? 1 : 0;
        }

        // Of those that are not told, the few trials of a short search happen to say nothing of the slope.
        Assert.InRange(errors.Count, 0.95 * Searches, Searches);
        Assert.All(errors, error => Assert.InRange(error, -0.05, 0.05));
        Assert.InRange(errors.Average(), -0.01, 0.01);
        Assert.InRange(held, 0.85 * errors.Count, errors.Count);
    }

    [Fact]
    public void A_line_is_read_off_where_it_crosses_the_limit()
    {
        // The percentile grows by 2 % where the rate grows by 1 %, and reaches its limit at 800/s.
        var trials = new[] { 760, 780, 790, 810, 820, 840 }
            .Select(rate => (double)rate)
            .Select(rate => Trial(rate, 4_000 * Math.Exp((2 * rate / 800) - 2)));

        var edge = SearchEdge.Of(Search, [.. trials])!;

        Assert.Equal((800, 800, 800), (Math.Round(edge.Rate, 6), Math.Round(edge.Low, 6), Math.Round(edge.High, 6)));
        Assert.Equal(6, edge.Trials);
    }

    [Fact]
    public void Beyond_what_was_tried_nothing_is_read_off()
    {
        var below = new[] { 600, 620, 640, 660, 680, 700 }.Select(rate => Trial(rate, 4_000 * Math.Exp((2 * rate / 800.0) - 2)));

        Assert.Null(SearchEdge.Of(Search, [.. below]));
    }

    [Fact]
    public void A_cliff_has_none()
    {
        var trials = new[] { 780, 790, 795, 805, 810, 820 }.Select(rate => Trial(rate, rate <= 800 ? 500 : 4e6));

        Assert.Null(SearchEdge.Of(Search, [.. trials]));
    }

    [Fact]
    public void Trials_that_say_nothing_have_no_part_in_it()
    {
        var trials = new[] { 760, 780, 790, 810, 820, 840 }
            .Select(rate => Trial(rate, 4_000 * Math.Exp((2 * rate / 800.0) - 2)))
            .Append(new SearchTrial(800, SearchPhase.Search, SearchVerdict.ClientLimited, 11_000))
            .Append(new SearchTrial(800, SearchPhase.Search, SearchVerdict.Unusable));

        Assert.Equal(800, SearchEdge.Of(Search, [.. trials])!.Rate, 1e-6);
    }

    private static SearchTrial Trial(double rate, double found) =>
        new(rate, SearchPhase.Confirm, found <= 4_000 ? SearchVerdict.Met : SearchVerdict.Missed, found);
}
