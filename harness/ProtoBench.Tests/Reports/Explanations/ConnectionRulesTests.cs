using ProtoBench.Reports.Explanations;
using Xunit;

namespace ProtoBench.Tests.Reports.Explanations;

public sealed class ConnectionRulesTests
{
    [Fact]
    public void Opening_a_connection_for_every_exchange_explains_its_median_and_names_tls_where_it_takes_most()
    {
        var plain = new ArmEvidence { Label = "tcp", P50 = 120, Opened = new OpenedAnew(1, 70, 110, null) };
        var tls = new ArmEvidence { Label = "tcp-tls", P50 = 1_120, Opened = new OpenedAnew(1, 1_020, 1_500, 950) };
        var explanation = Explain(DifferenceKind.Median, plain, tls);
        Assert.Equal("TLS handshake", Assert.Single(explanation.Causes));
        Assert.Equal(
            "Opening a connection for every exchange takes 1.02 ms (950 µs of it TLS), that of tcp 70.0 µs: that accounts for 95 % of the "
                + "1.00 ms between them.",
            Assert.Single(explanation.Sentences));
        Assert.Equal("opening connections", Assert.Single(Explain(DifferenceKind.Median, tls with { P50 = 500 }, tls with
        {
            P50 = 900,
            Opened = new OpenedAnew(1, 1_320, 1_800, 950),
        }).Causes));
    }

    /// <summary>Of a hundred exchanges ten open a connection; the slowest of those is the p99.</summary>
    [Fact]
    public void With_ten_exchanges_on_a_connection_opening_explains_the_tail_and_not_the_median()
    {
        var fast = new ArmEvidence { Label = "tcp", P50 = 30, P99 = 100, Opened = new OpenedAnew(10, 70, 80, null) };
        var slow = new ArmEvidence { Label = "grpc", P50 = 90, P99 = 900, Opened = new OpenedAnew(10, 600, 820, null) };
        var tail = Explain(DifferenceKind.Tail, fast, slow);
        Assert.Equal("opening connections", Assert.Single(tail.Causes));
        Assert.Contains("for every 10 exchanges takes 820 µs or longer in one of a hundred", tail.Sentences[0], StringComparison.Ordinal);
        Assert.Empty(Explain(DifferenceKind.Median, fast, slow).Causes);

        // The middle exchange opens nothing, and the mean processor time has that in it.
        var (cheap, dear) = (fast with { ClientCpu = 40, ServerCpu = 35 }, slow with { ClientCpu = 240, ServerCpu = 110 });
        Assert.Empty(Explain(DifferenceKind.Median, cheap, dear).Causes);
        Assert.Equal(
            "processor time",
            Assert.Single(Explain(DifferenceKind.Median, cheap with { Opened = null }, dear with { Opened = null }).Causes));

        // Fewer than one of a hundred exchanges decide no p99.
        Assert.Empty(Explain(DifferenceKind.Tail, fast with { Opened = new(200, 70, null, null) }, slow with
        {
            Opened = new(200, 600, null, null),
        }).Causes);
    }

    [Fact]
    public void Round_trips_of_handshakes_say_it_where_a_link_is_what_opening_waits_for()
    {
        var plain = new ArmEvidence
        {
            Label = "tcp",
            P50 = 80_600,
            RoundTrip = 40_000,
            ColdRoundTrips = 2,
            Opened = new OpenedAnew(1, 40_200, 41_000, null),
        };
        var tls = plain with { Label = "tcp-tls", P50 = 122_000, ColdRoundTrips = 3, Opened = new OpenedAnew(1, 81_600, 83_000, 41_300) };
        Assert.Equal("handshake round trips", Assert.Single(Explain(DifferenceKind.Median, plain, tls).Causes));
    }

    private static Explanation Explain(DifferenceKind kind, ArmEvidence best, ArmEvidence other) => Explainer.Explain(
        new Difference { Kind = kind, InFlight = 1, Best = best, Other = other, Factor = 2 }, "claim");
}
