using ProtoBench.Load.Kinds;
using ProtoBench.Load.Workloads.Close;
using ProtoBench.Model.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>What the lives of connections consist of that end, and what their end itself.</summary>
public sealed class ClosingExplainedTests
{
    private static readonly RecordedArm Arm = new()
    {
        Workload = new Workload { Name = "graceful", Kind = "close" },
        Shared = false,
        Connections = 1,
        InFlight = 8,
        RoundTrip = 40_000,
        Handshakes = ["TCP", "TLS"],
    };

    [Fact]
    public void A_life_of_one_exchange_takes_a_round_trip_for_each_handshake_and_one_for_the_exchange()
    {
        var parts = Parts(Arm);
        Assert.Equal([KnownPart.P50, KnownPart.P99], parts.Select(part => part.Figure));
        Assert.All(parts, part => Assert.Equal(("round trips", 120_000, true), (part.Cause, part.Part, part.HasHandshakes)));
        Assert.Equal(
            "a connection that is opened for one exchange takes 3 round trips of 40.0 ms (TCP, TLS, exchange)", parts[0].How);
        Assert.Empty(Parts(Arm with { RoundTrip = null }));
        Assert.Empty(Parts(Arm with { Handshakes = [] }));
    }

    [Fact]
    public void With_several_under_way_the_round_trips_of_their_lives_explain_a_rate()
    {
        var found = ExplainedRun.Of(
            Arm.Workload,
            "wan-40ms",
            8,
            ("tcp", 81_000, measurement => measurement with { AchievedRate = 97 }),
            ("websocket", 121_500, measurement => measurement with { AchievedRate = 60 }));
        var explanation = found.Single(one => one.Metric.Key == "throughput").Explanations.Single();
        Assert.Equal("round trips", Assert.Single(explanation.Causes));
        Assert.StartsWith(
            "A connection that is opened for one exchange takes 3 round trips of 40.1 ms (TCP, upgrade, exchange); of tcp, a connection "
                + "that is opened for one exchange takes 2 round trips of 40.1 ms (TCP, exchange). That accounts for 99 % of the 40.5 ms",
            explanation.Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_server_stops_a_client_closes_when_its_exchanges_have_ended_that_were_under_way_when_it_was_told()
    {
        var parts = Parts(Stopped(187_040, 132_426, 21_000));
        Assert.Equal(
            [("late to be told", 21_000), ("exchanges under way", 111_426), ("closing", 54_614)],
            parts.Select(part => (part.Cause, part.Part)));
        Assert.Equal(
            [
                "the server's word reached the middle client after 21.0 ms",
                "the exchanges then under way took it 111 ms more",
                "closing itself took the client 54.6 ms",
            ],
            parts.Select(part => part.How));
        Assert.Empty(Parts(Stopped(1, 1, 1) with { Figures = new Dictionary<string, double>() }));
    }

    [Fact]
    public void A_client_that_is_not_told_knows_by_what_it_loses()
    {
        var parts = Parts(Stopped(33_276, 33_281, null));
        Assert.Equal(
            [("late to be told", 33_276), ("exchanges under way", 0), ("closing", 0)], parts.Select(part => (part.Cause, part.Part)));
        Assert.Equal("no word of the server came, and the middle client knew after 33.3 ms by what it lost", parts[0].How);
    }

    private static RecordedArm Stopped(double closed, double known, double? announced)
    {
        var figures = new Dictionary<string, double> { [CloseFigures.Time.Key] = closed, [DrainFigures.Known.Key] = known };
        if (announced is { } word)
        {
            figures[DrainFigures.Announced.Key] = word;
        }

        return Arm with { Workload = Arm.Workload with { Manner = CloseManner.Drain }, Figures = figures };
    }

    private static List<KnownPart> Parts(RecordedArm arm) => [.. new CloseKind().PartsOf(arm)];
}
