using ProtoBench.Links.Certification;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Statistics;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>The certificate's judgements, with invented measurements.</summary>
public sealed class CertificationTests
{
    [Fact]
    public void The_interval_of_a_share_is_wilsons()
    {
        // 10 of 1000 at z = 2.5758: roots of (p - x)² n = z² x (1 - x), solved in Python.
        var (low, high) = BinomialInterval.Of(10, 1000);
        Assert.Equal(0.004530, low, 6);
        Assert.Equal(0.021929, high, 6);
    }

    [Fact]
    public void Burst_loss_widens_the_interval_by_its_correlation()
    {
        Assert.Equal(1, FlowChecks.VarianceFactor(new IndependentLoss(0.01)));
        Assert.Equal((2 - 0.26) / 0.26, FlowChecks.VarianceFactor(new BurstLoss(0.01, 0.25)), 12);
    }

    [Fact]
    public void A_flow_that_lost_exactly_the_seeds_packets_passes_every_check() =>
        Assert.All(
            Compare(new IndependentLoss(0.01), LinkForecast.LostPackets(new IndependentLoss(0.01), 1, LinkDirection.Up, 50_000)),
            check => Assert.True(check.Passed));

    [Theory]
    [InlineData(1UL, true)]
    [InlineData(null, false)]
    public void A_seed_whose_share_is_chance_passes_because_it_would_be_refused_every_time_and_a_link_without_one_is_measured_again(
        ulong? seed, bool passes)
    {
        // 69 of 5,000: outside the 99 % interval of 1 % (2.7 standard deviations), as met with a real trial's seed.
        var lost = new bool[5000];
        Array.Fill(lost, true, 100, 69);
        var check = FlowChecks.Compare(
            LinkDirection.Up,
            Upward(new() { Loss = new IndependentLoss(0.01) }),
            seed,
            Flow(lost),
            Statistics(5000, 69)).Single(check => check.Name == "up: loss");
        Assert.Equal("1.380 % (99 % interval 1.015 % to 1.874 %)", check.Measured);
        Assert.Equal(passes, check.Passed);
        Assert.Equal(passes, check.Remark.Contains("one seed in a hundred", StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_packet_is_expected_to_be_missing_unless_it_has_a_copy()
    {
        var flow = Flow([.. Enumerable.Range(0, 5000).Select(i => i % 100 < 8)]);
        LinkCheck Loss(double duplicate) => FlowChecks.Compare(
            LinkDirection.Up, Upward(new() { Corrupt = 0.1, Duplicate = duplicate }), 1, flow, Statistics(5000, 0) with
            {
                Corrupted = 500,
            }).Single(check => check.Name == "up: loss");

        Assert.Equal(("8.000 %", true), (Loss(0.2).Expected, Loss(0.2).Passed));
        Assert.Equal(("10.000 %", false), (Loss(0).Expected, Loss(0).Passed));
    }

    [Fact]
    public void One_packet_lost_elsewhere_is_noticed()
    {
        var lost = LinkForecast.LostPackets(new IndependentLoss(0.01), 1, LinkDirection.Up, 50_000);
        var (some, other) = (Array.IndexOf(lost, true), Array.IndexOf(lost, false));
        (lost[some], lost[other]) = (false, true);
        var failed = Assert.Single(Compare(new IndependentLoss(0.01), lost), check => check.Passed == false);
        Assert.Equal("up: the seed's packets", failed.Name);
        Assert.Contains("2 elsewhere", failed.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void Twice_the_configured_loss_is_refused() =>
        Assert.Contains(
            Compare(new IndependentLoss(0.01), LinkForecast.LostPackets(new IndependentLoss(0.02), 1, LinkDirection.Up, 50_000)),
            check => check is { Name: "up: loss", Passed: false });

    [Fact]
    public void Bursts_of_another_length_are_refused() =>
        Assert.Contains(
            Compare(new BurstLoss(0.0051, 0.25), LinkForecast.LostPackets(new IndependentLoss(0.02), 1, LinkDirection.Up, 50_000)),
            check => check is { Name: "up: mean burst", Passed: false });

    [Fact]
    public void A_packet_that_only_the_receiver_missed_is_noticed()
    {
        var lost = new bool[5000];
        lost[7] = true;
        var checks = FlowChecks.Compare(LinkDirection.Up, Upward(new()), 1, Flow(lost), Statistics(5000, 0));
        Assert.Contains(checks, check => check is { Name: "up: every missing packet accounted for", Passed: false });
        Assert.Contains(checks, check => check is { Name: "up: loss", Passed: false });
    }

    [Fact]
    public void Round_trips_within_the_bounds_pass_and_others_do_not()
    {
        var expected = Enumerable.Repeat(40_000_000L, 1000).ToArray();
        long[] Shifted(long by) => [.. Enumerable.Range(0, 1000).Select(_ => 40_000_000L + by)];
        Assert.All(RoundTripChecks.Compare(Shifted(400_000), expected, 1000), check => Assert.True(check.Passed));
        Assert.Equal([false, true], RoundTripChecks.Compare(Shifted(600_000), expected, 1000).Select(check => check.Passed!.Value));
        Assert.Equal([false, false], RoundTripChecks.Compare(Shifted(-2_000_000), expected, 1000).Select(check => check.Passed!.Value));
        Assert.False(Assert.Single(RoundTripChecks.Compare([], expected, 1000)).Passed);
    }

    [Theory]
    [MemberData(nameof(Emulated))]
    public void The_forecast_of_a_seed_is_a_sample_of_the_long_run(string name)
    {
        const int Probes = 20_000;
        var profile = LinkProfileCatalog.Load(name).Profile!;
        var interval = TimeSpan.FromMilliseconds(100);
        var law = LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, interval);
        var sample = LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, Every(interval, Probes), seed: 7);

        Assert.Equal((double)law.Length / LinkForecast.Samples, (double)sample.Length / Probes, 0.01);
        Assert.All(
            RoundTripChecks.Compare(sample, law, Probes, (double)law.Length / LinkForecast.Samples),
            check => Assert.True(check.Passed, $"{check}"));
        Assert.Equal(sample, LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, Every(interval, Probes), seed: 7));
    }

    public static TheoryData<string> Emulated =>
        [.. LinkProfileCatalog.Names.Where(name => LinkProfileCatalog.Load(name).Profile!.Emulated)];

    [Fact]
    public void A_damaged_probe_is_not_answered_but_its_copy_is()
    {
        var damaging = new DirectionProfile { Delay = TimeSpan.FromMilliseconds(10), Corrupt = 0.5, Duplicate = 0.5 };
        var forecast = LinkForecast.RoundTrips(
            new() { Name = "t", Title = "t", Source = "t", Up = damaging, Down = damaging }, 92, Every(
                TimeSpan.FromMilliseconds(5), 100_000), seed: 3);

        // A probe and a copy of it reach the server (a quarter each way of being both), and every echo may be answered twice: 1/4 nothing,
        // 1/4 two, 1/2 one arrive; of one echo 3/4 come back, of two 15/16.
        Assert.Equal((0.5 * 0.75) + (0.25 * 15 / 16), forecast.Length / 100_000.0, 0.01);
        Assert.All(forecast, roundTrip => Assert.Equal(20_000_001, roundTrip));
    }

    [Fact]
    public void Too_few_probes_bound_the_99th_percentile_from_below_only()
    {
        long[] hundred = [.. Enumerable.Range(1, 100).Select(i => i * 1_000_000L)];
        Assert.Equal((97, 99, double.PositiveInfinity), RoundTripChecks.Interval(hundred, 0.99));
        Assert.Equal((38, 50, 63), RoundTripChecks.Interval(hundred, 0.5));
    }

    [Fact]
    public void The_forecast_adds_both_delays_and_the_time_on_the_wire()
    {
        var direction = new DirectionProfile { Delay = TimeSpan.FromMilliseconds(10), BitsPerSecond = 10e6 };
        var forecast = LinkForecast.RoundTrips(
            new() { Name = "t", Title = "t", Source = "t", Up = direction, Down = direction }, 92, TimeSpan.FromMilliseconds(5));
        Assert.Equal((2 * (10_000_000 + (92 * 800))) + 1, LinkForecast.Quantile(forecast, 0.5));
    }

    [Theory]
    [InlineData(10e6, true)]
    [InlineData(10.04e6, true)]
    [InlineData(10.06e6, false)]
    [InlineData(9.9e6, false)]
    public void The_rate_may_be_half_a_percent_off(double measured, bool passed)
    {
        var profile = new LinkProfile { Name = "t", Title = "t", Source = "t", Up = new() { BitsPerSecond = 10e6 } };
        // 1228 B every 0.8 ms offer 12.3 Mbit/s.
        var sentAt = Enumerable.Range(0, 5000).Select(i => i * 800_000L).ToArray();
        var flow = Flow(new bool[5000]) with { BitsPerSecond = measured, SentAt = sentAt };
        Assert.Equal(passed, RateCheck.Compare(LinkDirection.Up, profile, 1, flow, CertificateLevel.Full).Passed);
        var tooSlow = flow with { SentAt = [.. sentAt.Select(at => at * 2)] };
        Assert.Null(RateCheck.Compare(LinkDirection.Up, profile, 1, tooSlow, CertificateLevel.Full).Passed);
    }

    [Fact]
    public void A_trial_with_overflow_or_late_releases_is_objected_to()
    {
        var profile = new LinkProfile { Name = "t", Title = "t", Source = "t", Up = new() { Delay = TimeSpan.FromMilliseconds(20) } };
        var good = Statistics(1000, 0);
        Assert.Empty(LatenessCheck.Objections(profile, new LinkStatistics(good, good, 1, 0, 0)));
        Assert.Empty(LatenessCheck.Objections(profile, new LinkStatistics(good with { LatePackets = 15 }, good, 1, 0, 0)));
        var bad = good with { Overflow = 3, LatePackets = 21 };
        var objections = LatenessCheck.Objections(profile, new LinkStatistics(bad, good, 1, 0, 0));
        Assert.Equal(2, objections.Count);
        Assert.Contains("3 packets up", objections[0], StringComparison.Ordinal);
        Assert.Contains(
            "2.10 % (99 % interval 1.21 % to 3.62 %) of the packets up more than 400 µs late", objections[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_is_forecast_from_when_it_was_sent()
    {
        // Opportunities every 10 ms, so a probe waits until the next one, and its echo as well.
        var traced = new DirectionProfile { Delay = TimeSpan.FromMilliseconds(1), Trace = new RateTrace([10]) };
        var profile = new LinkProfile { Name = "t", Title = "t", Source = "t", Up = traced, Down = traced };

        // At 3: out at 10, there at 11, echo out at 20, back at 21. At 19.5: 20, 21, 30, 31.
        Assert.Equal([11_500_000, 18_000_000], LinkForecast.RoundTrips(profile, 92, [3_000_000, 19_500_000], seed: 1));

        // With a delay of 10 an echo just misses the opportunity at which its probe comes: 10, 20, 30, 40.
        var whole = traced with { Delay = TimeSpan.FromMilliseconds(10) };
        Assert.Equal([37_000_000], LinkForecast.RoundTrips(profile with { Up = whole, Down = whole }, 92, [3_000_000], seed: 1));
    }

    private static long[] Every(TimeSpan interval, int count) =>
        [.. Enumerable.Range(0, count).Select(i => i * (long)interval.TotalNanoseconds)];

    private static LinkProfile Upward(DirectionProfile up) => new() { Name = "t", Title = "t", Source = "t", Up = up };

    private static IReadOnlyList<LinkCheck> Compare(LossProfile profile, bool[] lost) =>
        FlowChecks.Compare(
            LinkDirection.Up, Upward(new() { Loss = profile }), 1, Flow(lost), Statistics(lost.Length, lost.Count(packet => packet)));

    private static FlowResult Flow(bool[] lost)
    {
        var sentAt = new long[lost.Length];
        var tally = new FlowTally(lost.Length, 60);
        for (var i = 0; i < lost.Length; i++)
        {
            sentAt[i] = i * 50_000L;
            if (!lost[i])
            {
                tally.Arrived(i, 1 + sentAt[i]);
            }
        }

        return tally.Result(sentAt);
    }

    private static LinkDirectionStatistics Statistics(long received, long lost) => new()
    {
        Received = received,
        ReceivedBytes = received * 60,
        Released = received - lost,
        Lost = lost,
        LostInBurst = 0,
        Listed = 0,
        Blackout = 0,
        QueueFull = 0,
        Duplicated = 0,
        Corrupted = 0,
        Ignored = 0,
        Overflow = 0,
        PeakQueuePackets = 0,
        PeakQueueBytes = 0,
        LatenessP50Microseconds = 1,
        LatenessP99Microseconds = 10,
        LatenessP999Microseconds = 20,
        LatenessMaximumMicroseconds = 30,
        ProcessorSeconds = 0,
        SpinMarginMicroseconds = 0,
    };
}
