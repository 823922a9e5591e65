using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Plans;

public sealed class PlanFilterTests
{
    private static readonly Plan Whole = PlanBuilder.Build(
        PlanCase.Scenario(
            [new Workload { Name = "echo" }], [PlanCase.Closed(1), PlanCase.Closed(16)], "tcp", "http1", "http2", "grpc", "udp"),
        StubProtocol.Catalog);

    [Theory]
    [InlineData("*", 10)]
    [InlineData("*/http?/*", 4)]
    [InlineData("echo/*/closed-1", 5)]
    [InlineData("echo/tcp/loopback/closed-1", 1)]
    [InlineData("*/http*/*-16", 2)]
    public void A_pattern_keeps_the_cells_whose_whole_id_matches(string pattern, int cells) =>
        Assert.Equal(cells, PlanFilter.Apply(Whole, [pattern]).Plan!.Cells.Count);

    [Fact]
    public void Several_patterns_keep_what_any_of_them_matches() => Assert.Equal(
        ["echo/tcp/loopback/closed-1", "echo/udp/loopback/closed-16"],
        PlanFilter.Apply(Whole, ["*udp*16", "*tcp*1", "*tcp*-1"]).Plan!.Cells.Select(cell => cell.Id));

    [Fact]
    public void Kept_trials_have_their_order_and_seeds_and_new_numbers()
    {
        var kept = PlanFilter.Apply(Whole, ["*/http?/*"]).Plan!;
        Assert.Equal(Enumerable.Range(1, 8), kept.Trials.Select(trial => trial.Number));
        Assert.Equal(
            Whole.Trials.Where(trial => trial.CellId.Contains("http", StringComparison.Ordinal)).Select(trial => trial.Seed),
            kept.Trials.Select(trial => trial.Seed));
    }

    [Fact]
    public void No_pattern_keeps_everything() => Assert.Same(Whole, PlanFilter.Apply(Whole, []).Plan);

    [Fact]
    public void A_pattern_that_matches_nothing_is_an_error_that_shows_ids()
    {
        var filtering = PlanFilter.Apply(Whole, ["*tcp*", "echo/TCP/*", "nothing"]);
        Assert.Null(filtering.Plan);
        Assert.Equal(["--filter echo/TCP/*", "--filter nothing"], filtering.Errors.Select(error => error.Source));
        Assert.All(filtering.Errors, error => Assert.Equal("PB1404", error.Code));
        Assert.StartsWith("the cells are echo/tcp/loopback/closed-1, ", filtering.Errors[0].Hint, StringComparison.Ordinal);
        Assert.Contains(" and 2 more", filtering.Errors[0].Hint, StringComparison.Ordinal);
    }
}
