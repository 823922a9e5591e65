using System.Diagnostics;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Measures a running link and compares it with its profile. Leaves the link restarted, as if nothing had been sent.</summary>
internal static class LinkCertifier
{
    // Where the rate flow needs 20,000 packets a second, above which its sender works in bursts (FlowProbe).
    private const double FastLink = 200e6;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public static LinkCertificate Certify(EmulatedLink link, CertificateLevel level)
    {
        var started = Stopwatch.GetTimestamp();
        var plan = CertificatePlan.For(level);
        link.RestartUnimpaired();
        var (floor, _) = RoundTripProbe.Measure(link, Math.Min(plan.Probes, 200), plan.ProbeInterval, Patience);
        link.Restart();
        var (roundTrips, sentAt) = RoundTripProbe.Measure(link, plan.Probes, plan.ProbeInterval, Silence(link.Profile));
        List<LinkCheck> checks = [.. CheckRoundTrips(link, plan, roundTrips, sentAt)];
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            checks.AddRange(CheckFlow(link, direction, plan));
            if (link.Profile[direction].HasRate)
            {
                checks.Add(CheckRate(link, direction, plan, level));
            }
        }

        link.Restart();
        return new LinkCertificate
        {
            Facts = link.Facts,
            Level = level,
            FloorMicroseconds = floor.Length == 0 ? double.NaN : LinkForecast.Quantile(floor, 0.5) / 1000.0,
            RoundTripMicroseconds = roundTrips.Length < plan.Probes / 2 ? null : LinkForecast.Quantile(roundTrips, 0.5) / 1000.0,
            Checks = checks,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    // After this much silence nothing of a flow can be on its way any more, unless the queue is longer than the profile says.
    private static TimeSpan Silence(LinkProfile profile) =>
        Patience + (2 * profile.RoundTrip) + (10 * ((profile.Up.Jitter?.Spread ?? default) + (profile.Down.Jitter?.Spread ?? default)));

    private static IReadOnlyList<LinkCheck> CheckRoundTrips(EmulatedLink link, CertificatePlan plan, long[] measured, long[] sentAt)
    {
        var statistics = link.Statistics();
        // With a seed the jitter of each probe is known, and with its time how long it waits for a trace. Their law alone would not do: where packets wait for one
        // another, a hundred of them are too few to meet it (of 400 seeds of wifi, 28 did not), and the same seed would fail every time.
        var (expected, probes) = link.Facts.Seed is { } seed
            ? (LinkForecast.RoundTrips(link.Profile, RoundTripProbe.PacketBytes, [.. sentAt.Select(at => at - link.StartedAt)], seed), sentAt.Length)
            : (LinkForecast.RoundTrips(link.Profile, RoundTripProbe.PacketBytes, plan.ProbeInterval), LinkForecast.Samples);
        return
        [
            .. RoundTripChecks.Compare(measured, expected, plan.Probes, (double)expected.Length / probes),
            LatenessCheck.Of("up: release lateness", statistics.Up, link.Profile.Up.Delay),
            LatenessCheck.Of("down: release lateness", statistics.Down, link.Profile.Down.Delay),
        ];
    }

    private static IReadOnlyList<LinkCheck> CheckFlow(EmulatedLink link, LinkDirection direction, CertificatePlan plan)
    {
        link.Restart();
        var profile = link.Profile[direction];
        var flow = FlowProbe.Measure(
            link, direction, plan.FlowCount(profile), CertificatePlan.FlowPacketBytes, CertificatePlan.FlowPace(profile), Silence(link.Profile));
        var statistics = link.Statistics();
        return FlowChecks.Compare(
            direction, profile, link.Facts.Seed, flow, direction == LinkDirection.Up ? statistics.Up : statistics.Down);
    }

    private static LinkCheck CheckRate(EmulatedLink link, LinkDirection direction, CertificatePlan plan, CertificateLevel level)
    {
        link.Restart();
        var profile = link.Profile[direction];
        // Loss comes before the queue: enough is offered to fill the link with what loss leaves over.
        // On a fast link little more than it carries, because sender and receiver of the probe share the processors with the emulator.
        var more = profile.MeanBitsPerSecond > FastLink ? 1.04 : 1.25;
        var pace = more * profile.MeanBitsPerSecond / (1 - (profile.Loss?.MeanLoss ?? 0)) / (RateCheck.PacketBytes * 8);
        var count = (int)Math.Max(40, pace * plan.RateSeconds);
        var flow = FlowProbe.Measure(link, direction, count, RateCheck.PacketBytes, pace, Silence(link.Profile));
        return RateCheck.Compare(direction, link.Profile, link.Facts.Seed ?? LinkForecast.Seed, flow, level);
    }
}
