using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Objectives;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Searches;

public sealed class SearchReadingTests
{
    [Fact]
    public void A_search_is_a_load_point()
    {
        var load = Assert.Single(Read.Scenario(Read.Lines(
            "duration: 11 s\nloads: [ { search: { p99: 5 ms, from: 100/s, to: 50 k/s, step: 10 % }, arrivals: poisson } ]")).Loads);

        Assert.Equal(
            new LoadPoint
            {
                Name = "search-p99-poisson",
                Loop = LoopKind.Open,
                Rate = 100,
                Arrivals = ArrivalLaw.Poisson,
                InFlight = 64,
                InFlightFits = true,
                Search = new RateSearch(new Objective("p99", 5_000)) { From = 100, To = 50_000, Step = 0.1 },
            },
            load);
    }

    [Theory]
    [InlineData("{ from: 400/s, to: 900/s }", "PB1101", "a search needs a percentile with its limit")]
    [InlineData("{ p99: 5 ms, p50: 1 ms, from: 400/s, to: 900/s }", "PB1305", "a search is about one percentile")]
    [InlineData("{ p99: 5 ms, to: 900/s }", "PB1101", "a search needs 'from'")]
    [InlineData("{ p99: 5 ms, from: 900/s, to: 400/s }", "PB1205", "'to' is less than a step above 'from'")]
    [InlineData("{ p99: 5 ms, from: 100/s, to: 900/s }", "PB1205", "p99 needs 10 s at 100/s, where load point 'search-p99' begins")]
    public void Mistakes_are_told(string search, string code, string message)
    {
        var error = Assert.Single(Read.Lines($"duration: 3 s\nloads: [ {{ search: {search} }} ]").Errors);

        Assert.Equal(code, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Loops_exclude_each_other_and_bulk_has_none_to_search()
    {
        var both = Assert.Single(Read.Lines("loads: [ { open: 400/s, search: { p99: 5 ms, from: 400/s, to: 900/s } } ]").Errors);
        var bulk = Read.Text("title: Which?\nprotocols: [tcp]\nworkloads:\n  b:\n    kind: download\n    loads:\n"
            + "      - search: { p99: 5 ms, from: 400/s, to: 900/s }\n").Errors;

        Assert.Equal(("PB1307", "'open' and 'search' exclude each other"), (both.Code, both.Message));
        Assert.Contains(bulk, error => error.Code == "PB1306");
    }

    [Fact]
    public void A_plan_has_the_most_trials_that_a_search_may_take()
    {
        var scenario = TrialPlans.Echo(trials: 5, load: new LoadPoint
        {
            Name = "search-p99",
            Loop = LoopKind.Open,
            Rate = 800,
            Search = new RateSearch(new Objective("p99", 5_000)) { From = 800, To = 2_000 },
        });

        // 20 rates: 5 halvings, 2 repeats, and 8 rates with 5 fresh trials each.
        Assert.Equal(47, TrialPlans.Of(scenario).Trials.Count);
    }
}
