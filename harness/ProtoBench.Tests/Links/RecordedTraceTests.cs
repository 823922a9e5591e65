using ProtoBench.Links.Certification;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>
/// Traces as they are recorded on the road: gaps of seconds, dozens of packets in a millisecond, late beginnings. Certified by the pure
/// model as the link.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RecordedTraceTests
{
    public static TheoryData<string, int> Recordings
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in new[] { "driving", "bursty", "late", "gap", "sparse" })
            {
                foreach (var seed in Enumerable.Range(1, 8))
                {
                    data.Add(kind, seed);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_perfect_link_over_a_recording_certifies_whenever_its_packets_come_within_the_bound(string kind, int seed)
    {
        var random = new Random(seed);
        var profile = Profile(random, kind, random.Next(3));
        foreach (var started in new[] { 0L, 1_234_567L, 7_900_001L, random.NextInt64(400_000_000) })
        {
            // As late as a wake-up of an idle virtual processor makes a packet.
            var checks = PerfectLink.Certify(profile, (ulong)seed, started, lateness: random.NextInt64(200_000));
            Assert.All(checks, check => Assert.True(check.Passed != false, $"{kind} {seed} at {started}: {check}"));
            Assert.Contains(checks, check => check is { Name: "round trip p50", Passed: true });
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_link_over_another_recording_does_not(string kind, int seed)
    {
        var random = new Random(seed);
        var profile = Profile(random, kind, ways: 2);
        // The same one twice as slow.
        static DirectionProfile Slower(DirectionProfile direction)
        {
            var trace = direction.Trace!;
            return direction with
            {
                Trace = new RateTrace([.. Enumerable.Range(0, trace.Count).Select(i => 2 * trace.Nanoseconds(i) / 1_000_000)]),
            };
        }

        var other = profile with { Up = Slower(profile.Up), Down = Slower(profile.Down) };
        Assert.Contains(PerfectLink.Certify(profile, (ulong)seed, 0, lateness: 50_000, other), check => check.Passed == false);
    }

    [Fact]
    public void The_rate_of_a_trace_is_expected_from_the_links_start_and_not_from_the_first_packet()
    {
        var trace = new RateTrace([0, 50, 60, 70, 80, 90, 100]);
        var profile = Named(
            new DirectionProfile { Delay = TimeSpan.FromMilliseconds(20), Queue = new QueueLimit(200, QueueUnit.Packets), Trace = trace });
        foreach (var started in Enumerable.Range(0, 20).Select(i => i * 5_100_000L))
        {
            var rate = PerfectLink.Certify(profile, 1, started, lateness: 0).Single(check => check.Name == "up: rate");
            Assert.True(rate.Passed, $"{started}: {rate}");
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Probes_that_are_in_step_with_a_trace_may_all_just_miss_their_opportunities(bool up, bool down)
    {
        // An opportunity every millisecond, and a probe every five, each the same time before one.
        static DirectionProfile Way(bool isTraced) =>
            new() { Delay = TimeSpan.FromMilliseconds(30), Trace = isTraced ? new RateTrace([1]) : null };
        var profile = Named(Way(up)) with { Down = Way(down) };
        foreach (var started in Enumerable.Range(0, 50).Select(i => i * 20_000L))
        {
            var checks = PerfectLink.Certify(profile, 1, started, lateness: 90_000);
            Assert.All(checks, check => Assert.True(check.Passed != false, $"{started}: {check}"));
        }
    }

    [Fact]
    public void A_rate_flow_goes_on_until_enough_of_it_has_arrived()
    {
        // Five opportunities at the beginning and then two seconds nothing.
        var trace = new RateTrace([.. Enumerable.Range(1, 5).Select(i => (long)i), .. Enumerable.Range(0, 3000).Select(i => 2000L + i)]);
        var direction = new DirectionProfile { Trace = trace, Queue = new QueueLimit(5, QueueUnit.Packets) };
        var flow = CertificatePlan.For(CertificateLevel.Quick).RateFlow(Named(direction), LinkDirection.Up);
        Assert.InRange(flow.Count / flow.PacketsPerSecond, 2, 20);
    }

    [Fact]
    public void A_trace_that_begins_late_is_probed_when_it_begins()
    {
        var late = new DirectionProfile { Trace = new RateTrace([5000, 5010, 5020]) };
        Assert.Equal(TimeSpan.FromMilliseconds(4800), CertificatePlan.Start(late, new DirectionProfile()));
    }

    [LinkFact]
    public void A_real_link_over_a_recording_with_gaps_waits_for_what_is_on_its_way()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // Everything else comes 1.5 s after the link's start: today's silence of 0.3 s had given up by then.
            var times = Enumerable.Range(1, 5).Concat(Enumerable.Range(0, 400).Select(i => 1500 + (5 * i)));
            File.WriteAllText(Path.Combine(folder.FullName, "gap.tr"), string.Join('\n', times) + "\n");
            var profile = Path.Combine(folder.FullName, "gap.yaml");
            File.WriteAllText(profile, "title: gap\nsource: own\ndelay: 20 ms\nqueue: 200 packets\ntrace: gap.tr\n");
            var (exitCode, output, log) = Protobench.Run("link", "check", "--quick", profile);
            Assert.True(exitCode is 0 or 1, log);
            // Exact times are for a quiet machine; that everything was waited for is not.
            Assert.Contains("ok   up: every missing packet accounted for", output, StringComparison.Ordinal);
            Assert.Contains("ok   down: every missing packet accounted for", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static LinkProfile Profile(Random random, string kind, int ways)
    {
        DirectionProfile Traced(bool has) => has
            ? new()
            {
                Delay = TimeSpan.FromMilliseconds(random.Next(50)),
                Trace = Recording(random, kind),
                Queue = new QueueLimit(random.Next(20, 400), QueueUnit.Packets),
                Loss = random.Next(2) == 0 ? null : new IndependentLoss(0.02),
            }
            : new() { Delay = TimeSpan.FromMilliseconds(20) };
        return Named(Traced(ways != 0)) with { Down = Traced(ways != 1) };
    }

    // The properties of mm-link's recordings of LTE, UMTS and EV-DO, with invented numbers.
    private static RateTrace Recording(Random random, string kind)
    {
        var times = new List<long>();
        long now = kind == "late" ? random.Next(2000, 8000) : random.Next(50);
        while (times.Count < 20_000 && now < 60_000)
        {
            var burst = kind == "bursty" ? random.Next(1, 40) : kind == "sparse" ? 1 : random.Next(1, 6);
            times.AddRange(Enumerable.Repeat(now, burst));
            now += kind switch
            {
                "sparse" => random.Next(100, 400),
                "gap" when random.Next(40) == 0 => random.Next(500, 4000),
                "bursty" => random.Next(1, 30),
                _ => random.Next(1, 8),
            };
        }

        return new RateTrace(times);
    }

    private static LinkProfile Named(DirectionProfile both) => new() { Name = "t", Title = "t", Source = "t", Up = both, Down = both };
}
