using ProtoBench.Links.Certification;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Mixtures of everything a profile can say: a link that does it certifies, and one that does something else does not.</summary>
public sealed class ProfileMixtureTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_a_profile_mixes_a_perfect_link_certifies(int seed)
    {
        var random = new Random(seed);
        var profile = new LinkProfile { Name = "t", Title = "t", Source = "t", Up = Mixed(random), Down = Mixed(random) };
        var checks = PerfectLink.Certify(profile, (ulong)seed, random.NextInt64(20_000_000), lateness: 60_000);
        Assert.All(checks, check => Assert.True(check.Passed != false, $"{seed}: {LinkProfileDescription.Of(profile)}: {check}"));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Fact]
    public void Copies_that_are_not_made_are_noticed()
    {
        var profile = Both(new() { Delay = 10 * Millisecond, Duplicate = 0.2 });
        var checks = PerfectLink.Certify(profile, 1, 0, 0, Both(new() { Delay = 10 * Millisecond }));
        Assert.Contains(checks, check => check is { Name: "up: copies", Passed: false });
    }

    [Fact]
    public void A_link_that_should_reorder_and_does_not_is_noticed()
    {
        var jittered = new DirectionProfile { Delay = 10 * Millisecond, Jitter = new(JitterLaw.Uniform, 5 * Millisecond), Reorder = true };
        var checks = PerfectLink.Certify(Both(jittered), 1, 0, 0, Both(jittered with { Reorder = false }));
        Assert.Contains(checks, check => check is { Name: "up: order", Passed: false });
    }

    [Fact]
    public void A_blackout_that_is_not_kept_is_noticed()
    {
        var dark = new DirectionProfile { Delay = 10 * Millisecond, Blackouts = [new(100 * Millisecond, 100 * Millisecond)] };
        var checks = PerfectLink.Certify(Both(dark), 1, 0, 0, Both(dark with { Blackouts = [] }));
        Assert.Contains(
            checks, check => check is { Name: "up: every missing packet accounted for" or "up: losses at these times", Passed: false });
    }

    [Theory]
    [InlineData(1.0, 0, 0)]
    [InlineData(0.0, 1, 0)]
    [InlineData(0.0, 0, 3600)]
    [InlineData(0.99999, 0, 0)]
    public void Where_no_answer_is_expected_there_is_nothing_to_judge_and_an_answer_is_a_fault(double loss, double corrupt, int darkSeconds)
    {
        var dead = new DirectionProfile
        {
            Loss = loss > 0 ? new IndependentLoss(loss) : null,
            Corrupt = corrupt,
            BitsPerSecond = 10e6,
            Blackouts = darkSeconds > 0 ? [new(TimeSpan.Zero, TimeSpan.FromSeconds(darkSeconds))] : [],
        };
        var checks = PerfectLink.Certify(Both(dead), 1, 0, 0);
        Assert.DoesNotContain(checks, check => check.Passed == false);
        Assert.Contains(
            checks,
            check => check is { Name: "round trip", Passed: null } && check.Remark.Contains("nothing to judge", StringComparison.Ordinal));
        Assert.Contains(
            PerfectLink.Certify(Both(dead), 1, 0, 0, Both(new() { BitsPerSecond = 10e6 })),
            check => check is { Name: "round trip", Passed: false });
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void A_link_that_answers_a_few_probes_is_judged_by_them(double loss)
    {
        var lossy = new LinkProfile
        {
            Name = "t",
            Title = "t",
            Source = "t",
            Up = new() { Loss = new IndependentLoss(loss), Delay = 10 * Millisecond },
        };
        Assert.Contains(PerfectLink.Certify(lossy, 3, 0, 0), check => check is { Name: "round trip p50", Passed: true });
        var slower = lossy with { Down = new() { Delay = 5 * Millisecond } };
        Assert.Contains(PerfectLink.Certify(lossy, 3, 0, 0, slower), check => check is { Name: "round trip p50", Passed: false });
    }

    [Fact]
    public void A_certificate_does_not_hold_where_nothing_comes_back_even_without_impairments()
    {
        Assert.False(RoundTripChecks.Floor(answered: 3, sent: 100).Passed);
        Assert.True(RoundTripChecks.Floor(answered: 99, sent: 100).Passed);
    }

    [Fact]
    public void Probes_wait_until_a_blackout_at_the_beginning_is_over_and_never_for_one_without_end()
    {
        var dark = new DirectionProfile { Blackouts = [new(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))] };
        Assert.Equal(TimeSpan.FromSeconds(1), CertificatePlan.Start(dark));
        Assert.Equal(
            TimeSpan.Zero, CertificatePlan.Start(new DirectionProfile { Blackouts = [new(TimeSpan.Zero, TimeSpan.FromHours(1))] }));
        Assert.Equal(TimeSpan.Zero, CertificatePlan.Start(
            new DirectionProfile { Blackouts = [new(TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2))] }));
    }

    private static LinkProfile Both(DirectionProfile direction) =>
        new() { Name = "t", Title = "t", Source = "t", Up = direction, Down = direction };

    private static DirectionProfile Mixed(Random random)
    {
        bool Has() => random.Next(2) == 0;
        var delay = random.Next(0, 40) * Millisecond;
        JitterProfile? jitter =
            Has() ? new(Has() ? JitterLaw.Uniform : Has() ? JitterLaw.Normal : JitterLaw.Pareto, delay * random.NextDouble()) : null;
        var traced = random.Next(4) == 0;
        return new DirectionProfile
        {
            Delay = delay,
            Jitter = jitter,
            Reorder = jitter is not null && Has(),
            Loss = random.Next(4) switch
            {
                0 => new IndependentLoss(Math.Pow(10, -3 * random.NextDouble())),
                1 => new BurstLoss(
                    0.001 + (0.1 * random.NextDouble()), 0.1 + (0.8 * random.NextDouble()), Has() ? 0 : 0.05, Has() ? 1 : 0.7),
                2 => new ListedLoss([3, 17, 4_000]),
                _ => null,
            },
            Duplicate = Has() ? random.NextDouble() : 0,
            Corrupt = Has() ? random.NextDouble() : 0,
            BitsPerSecond = !traced && Has() ? Math.Pow(10, 5.5 + (2 * random.NextDouble())) : null,
            Trace = traced ? new RateTrace([.. Enumerable.Range(0, 2000).Select(_ => random.NextInt64(1, 3000)).Order()]) : null,
            Blackouts = random.Next(4) == 0 ? [new(random.Next(0, 400) * Millisecond, random.Next(1, 300) * Millisecond)] : [],
        };
    }
}
