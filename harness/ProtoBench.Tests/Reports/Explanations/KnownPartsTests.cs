using ProtoBench.Analysis.Summaries;
using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

/// <summary>What kinds know of their figures, held against each other.</summary>
public sealed class KnownPartsTests
{
    private static readonly ArmEvidence One = new()
    {
        Label = "http3",
        P50 = 41_000,
        Parts = [new KnownPart(KnownPart.P50, "round trips", 40_000, "1 round trip is predicted") { HasHandshakes = true }],
    };

    private static readonly ArmEvidence Four = new()
    {
        Label = "http1",
        P50 = 162_000,
        Parts = [new KnownPart(KnownPart.P50, "round trips", 160_000, "4 round trips are predicted") { HasHandshakes = true }],
    };

    [Fact]
    public void What_one_arm_has_more_of_a_known_part_explains_as_much_of_the_difference()
    {
        var explanation = Explain(DifferenceKind.Median, One, Four);
        Assert.Equal((ExplanationOutcome.Explained, "round trips"), (explanation.Outcome, Assert.Single(explanation.Causes)));
        Assert.Equal(
            "4 round trips are predicted; of http3, 1 round trip is predicted. That accounts for 99 % of the 121 ms between them.",
            Assert.Single(explanation.Sentences));

        // With a fixed number in flight it is why the rate is lower.
        Assert.Equal("round trips", Assert.Single(Explain(DifferenceKind.Rate, One, Four).Causes));
    }

    /// <summary>
    /// The figures are those of a run of scenarios/retries.yaml with eight in flight: 202 exchanges a second are 39.6 ms each on average.
    /// </summary>
    [Fact]
    public void A_part_of_the_mean_explains_a_rate()
    {
        var quic = Rated("quic", 331, new KnownPart(KnownPart.Mean, "exchanges given up", 0, "none failed"));
        var udp = Rated("udp", 202, new KnownPart(KnownPart.Mean, "exchanges given up", 15_000, "1.5 % failed"));
        var explanation = Explainer.Explain(Of(DifferenceKind.Rate, quic, udp) with { InFlight = 8 }, "claim");
        Assert.Equal("exchanges given up", Assert.Single(explanation.Causes));
        Assert.Equal(
            "1.5 % failed; of quic, none failed. That accounts for 97 % of the 15.4 ms between their means.",
            Assert.Single(explanation.Sentences));
    }

    [Fact]
    public void Evidence_that_reaches_less_far_than_thirty_per_cent_is_no_cause()
    {
        var explanation = Explain(DifferenceKind.Median, One, Four with { P50 = 641_000 });
        Assert.Equal((ExplanationOutcome.NotExplained, 0), (explanation.Outcome, explanation.Causes.Count));
        Assert.Contains("accounts for 20 % of the 600 ms", explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_a_part_that_only_one_tells_or_the_best_has_more_of_or_another_figure_consists_of()
    {
        Assert.Empty(Explain(DifferenceKind.Median, One with { Parts = [] }, Four).Causes);
        Assert.Empty(Explain(DifferenceKind.Median, One, Four with { Parts = [] }).Causes);
        Assert.Empty(Explain(DifferenceKind.Median, One with { Parts = Four.Parts }, Four with { Parts = One.Parts }).Causes);
        Assert.Empty(Explain(DifferenceKind.Tail, One with { P99 = 42_000 }, Four with { P99 = 170_000 }).Causes);
    }

    [Fact]
    public void A_figure_of_the_kind_alone_is_told_in_its_own_unit_whichever_end_of_it_is_good()
    {
        var share = new Metric("on-time", "frames on time", Quantity.Share, LowerIsBetter: false, _ => null);
        var explanation = Explain(
            DifferenceKind.Own,
            Own("udp", "on-time", 0.99, new KnownPart("on-time", "frames too late", 0, "none came late")),
            Own("tcp", "on-time", 0.59, new KnownPart("on-time", "frames too late", 0.3, "30 % came late")),
            share);
        Assert.Equal("frames too late", Assert.Single(explanation.Causes));
        Assert.Equal(
            "30 % came late; of udp, none came late. That accounts for 75 % of the 40.0 % between them.",
            Assert.Single(explanation.Sentences));
    }

    [Fact]
    public void Handshakes_are_counted_once()
    {
        var (few, many) = (One with { ColdRoundTrips = 2, RoundTrip = 40_000 }, Four with { ColdRoundTrips = 3, RoundTrip = 40_000 });
        Assert.Equal("round trips", Assert.Single(Explain(DifferenceKind.Median, few, many).Causes));
        Assert.Null(ExplanationRules.ColdRoundTrips(Of(DifferenceKind.Median, few, many)));
        Assert.NotNull(ExplanationRules.ColdRoundTrips(Of(DifferenceKind.Median, few with { Parts = [] }, many)));
    }

    private static ArmEvidence Rated(string label, double rate, KnownPart part) =>
        new() { Label = label, Rate = rate, P50 = 20_200, Parts = [part] };

    private static ArmEvidence Own(string label, string figure, double value, KnownPart part) => new()
    {
        Label = label,
        Figures = new Dictionary<string, double> { [figure] = value },
        Parts = [part],
    };

    private static Explanation Explain(DifferenceKind kind, ArmEvidence best, ArmEvidence other, Metric? figure = null) =>
        Explainer.Explain(Of(kind, best, other, figure), "claim");

    private static Difference Of(DifferenceKind kind, ArmEvidence best, ArmEvidence other, Metric? figure = null) =>
        new() { Kind = kind, Figure = figure, InFlight = 1, Best = best, Other = other, Factor = 4 };
}
