using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Load.Workloads;
using ProtoBench.Load.Workloads.Copies;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;
using ProtoBench.Tests.Plans;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>What is told of requests that were carried out twice, and which servers know, without anything that moves.</summary>
public sealed class DuplicatesTests
{
    /// <summary>1,000 exchanges, of which 990 came, 20 of these twice.</summary>
    [Fact]
    public void What_was_carried_out_twice_is_told_by_the_exchange()
    {
        var figures = CarriedFigures.Of(1_000, new RequestCounts(1_010, 20, Suppressed: 0, Resets: 0, Uncounted: 0, MemoryBytes: 0));
        Assert.Equal((1.01, 0.02), (figures["copies-carried-out"], figures["copies-carried-again"]));
        Assert.Equal(2, figures.Count);
        Assert.Equal(["the server carried requests out again 20 times (2 % of the exchanges)"], CarriedFigures.Notes(figures, 1_000));
    }

    [Fact]
    public void What_was_suppressed_is_told_with_what_it_takes()
    {
        var figures = CarriedFigures.Of(1_000, new RequestCounts(990, 0, Suppressed: 20, Resets: 3, Uncounted: 0, MemoryBytes: 1_462_144));
        Assert.Equal(
            (0, 0.02, 1_462_144, 3),
            (figures["copies-carried-again"], figures["copies-suppressed"], figures["copies-memory"], figures["copies-resets"]));
        Assert.Equal(
            [
                "the server knew 20 requests again by their ids and answered them from memory: none was carried out twice (the ids take "
                    + "1.39 MiB)",
            ],
            CarriedFigures.Notes(figures, 1_000));
        var forgotten = CarriedFigures.Of(1_000, new RequestCounts(995, 5, Suppressed: 15, Resets: 0, Uncounted: 0, MemoryBytes: 280));
        Assert.Contains(
            "5 it had forgotten and carried out again", CarriedFigures.Notes(forgotten, 1_000).Single(), StringComparison.Ordinal);
    }

    /// <summary>Of ids that were not kept nobody knows how often they came.</summary>
    [Fact]
    public void Nothing_is_told_of_a_part()
    {
        var figures = CarriedFigures.Of(1_000, new RequestCounts(1_000, 0, 0, 0, Uncounted: 1, MemoryBytes: 0));
        Assert.Equal(["copies-uncounted"], figures.Keys);
        Assert.Contains("nothing is told of duplicates", Assert.Single(CarriedFigures.Notes(figures, 1_000)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DuplicateRule.Count, 0, 0, 0, 1_000, "the server saw no id of the window's requests, so nobody knows how often it carried "
        + "them out")]
    [InlineData(DuplicateRule.Count, 0, 1_000, 0, 1_000, null)]
    [InlineData(null, 0, 0, 0, 1_000, null)]
    [InlineData(null, 0.01, 0, 0, 1_000, null)]
    [InlineData(null, 0.01, 0, 0, 2_000, "the server reset no connection, though 1 % of 2,000 exchanges were to meet that")]
    [InlineData(null, 0.01, 0, 40, 2_000, null, 20)]
    [InlineData(null, 0.01, 0, 41, 2_000, "41 of 2,000 exchanges lost their connection, and the server reset only 20", 20)]
    public void A_server_that_does_not_do_what_it_is_asked_spoils_its_trial(
        DuplicateRule? rule, double share, int carriedOut, int lost, int exchanges, string? fault, int resets = 0)
    {
        var workload = new Workload { Name = "w", Kind = "copies", Duplicates = rule, ServerResets = share };
        var figures = CarriedFigures.Of(exchanges, new RequestCounts(carriedOut, 0, 0, resets, Uncounted: 0, MemoryBytes: 0));
        var outcomes = new OutcomeCounts { Completed = exchanges - lost, ConnectionLost = lost };

        Assert.Equal(fault is null ? [] : [fault], CarriedFaults.Of(workload, figures, outcomes, exchanges));
    }

    [Fact]
    public void What_is_not_idempotent_and_failed_in_doubt_is_told_apart()
    {
        var counts = new CopyCounts(1_000, 1_003, 988, 2, 0, Failed: 10, Wasted: 0, Unanswered: 13, Doubtful: 9);
        var figures = CopyFigures.Of(counts, new CopyPolicy { Idempotent = false }, wait: null, late: null, connections: 0);
        Assert.Equal((0.01, 0.009), (figures["copies-failed"], figures["copies-unknown"]));
        Assert.Equal(
            "9 exchanges failed with their outcome unknown: their requests may have been carried out and are not idempotent, so they were "
                + "not sent again",
            CopyFigures.Notes(figures).Last());
    }

    [Fact]
    public void Only_what_tells_that_nothing_was_begun_lets_a_request_be_sent_again()
    {
        var careful = Of(new CopyPolicy { Idempotent = false });
        Assert.True(careful.MayRepeat(new ConnectionEndedException("refused")));
        Assert.False(careful.MayRepeat(new IOException("reset by peer")));
        Assert.False(careful.MayRepeat(new OperationCanceledException()));
        Assert.True(Of(new CopyPolicy { After = TimeSpan.FromSeconds(1) }).MayRepeat(new IOException("reset by peer")));
    }

    [Theory]
    [InlineData("udp", true, false, null)]
    [InlineData("grpc", true, false, null)]
    [InlineData("tcp", true, true, null)]
    [InlineData("http2", true, true, null)]
    [InlineData("rudp", true, false, "the server of rudp looks at no ids of requests")]
    [InlineData("udp", false, true, "the server of udp resets no connections on request")]
    [InlineData("rudp", false, false, null)]
    public void What_a_server_cannot_do_is_told_before_anything_is_measured(string protocol, bool ids, bool resets, string? reason)
    {
        var workload = new Workload
        {
            Name = "w",
            Kind = "copies",
            Duplicates = ids ? DuplicateRule.Count : null,
            ServerResets = resets ? 0.01 : 0,
        };
        var scenario = PlanCase.Scenario([workload], [PlanCase.Closed(1)], protocol);
        Assert.Equal(reason, Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
        if (reason is null && (ids || resets) && ProtocolCatalog.Find(protocol)!.Traits.ServesLean)
        {
            scenario = scenario with { Arms = [scenario.Arms[0] with { ServeWith = ServerMake.Lean }] };
            Assert.Equal(
                "the lean server carries out whatever comes, and looks at no ids; use serve-with: dotnet",
                Assert.Single(PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All).Cells).NotApplicable);
        }
    }

    private static CopiedExchange Of(CopyPolicy policy) =>
        new(new Workload { Name = "w", Kind = "copies", Copies = policy }, CancellationToken.None);
}
