using System.Diagnostics;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>Measures a running link and compares it with its profile. Leaves the link restarted, as if nothing had been sent.</summary>
internal static class LinkCertifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    // Of a hundred and more probes: fewer answers are no median of anything.
    private const int FewestAnswers = 10;

    public static LinkCertificate Certify(EmulatedLink link, CertificateLevel level)
    {
        var started = Stopwatch.GetTimestamp();
        var plan = CertificatePlan.For(level);
        var floorProbes = Math.Min(plan.Probes, CertificatePlan.MostFloorProbes);
        link.RestartUnimpaired();
        var (floor, _) = RoundTripProbe.Measure(link, TimeSpan.Zero, floorProbes, plan.ProbeInterval, _ => Patience);
        link.Restart();
        var (roundTrips, sentAt) = RoundTripProbe.Measure(
            link, CertificatePlan.Start(link.Profile.Up, link.Profile.Down), plan.Probes, plan.ProbeInterval, times =>
                UntilLastAnswer(link, times));
        List<LinkCheck> checks = [.. CheckRoundTrips(link, plan, roundTrips, sentAt)];
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            checks.AddRange(CheckFlow(link, direction, plan));
            if (link.Profile[direction].HasRate)
            {
                checks.Add(CheckRate(link, direction, plan, level));
            }
        }

        checks.Add(RoundTripChecks.Floor(floor.Length, floorProbes));
        link.Restart();
        return new LinkCertificate
        {
            Facts = link.Facts,
            Level = level,
            FloorMicroseconds = floor.Length == 0 ? double.NaN : LinkForecast.Quantile(floor, 0.5) / 1000.0,
            RoundTripMicroseconds = roundTrips.Length < FewestAnswers ? null : LinkForecast.Quantile(roundTrips, 0.5) / 1000.0,
            Checks = checks,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    // After this much silence nothing can be on its way any more. With a seed the forecast knows when the last packet comes, however long a
    // trace's gap or a queue is.
    private static TimeSpan UntilLastAnswer(EmulatedLink link, long[] sentAt) => link.Facts.Seed is { } seed
        ? Until(LinkForecast.LastAnswer(link.Profile, RoundTripProbe.PacketBytes, sentAt, seed, Slack), sentAt, link.Profile.RoundTrip)
        : Unseeded(link.Profile);

    private static TimeSpan UntilLastArrival(
        EmulatedLink link, LinkDirection direction, int packetBytes, long[] sentAt) => link.Facts.Seed is { } seed
        ? Until(
            LinkForecast.Flow(link.Profile, direction, packetBytes, sentAt, seed, Slack).LastRelease, sentAt, link.Profile[direction].Delay)
        : Unseeded(link.Profile);

    private static long Slack => (long)(LinkBounds.TailMilliseconds * 1e6);

    // Also where nothing is expected, something that comes after the delay would be noticed.
    private static TimeSpan Until(long last, long[] sentAt, TimeSpan least)
    {
        var after = TimeSpan.FromMicroseconds(Math.Max(0, last - sentAt[^1]) / 1000);
        return Patience + (after > least ? after : least);
    }

    private static TimeSpan Unseeded(LinkProfile profile) =>
        Patience + (2 * profile.RoundTrip) + (10 * ((profile.Up.Jitter?.Spread ?? default) + (profile.Down.Jitter?.Spread ?? default)));

    private static IReadOnlyList<LinkCheck> CheckRoundTrips(EmulatedLink link, CertificatePlan plan, long[] measured, long[] sentAt)
    {
        var (profile, statistics) = (link.Profile, link.Statistics());
        // With a seed the jitter of each probe is known, and with its time how long it waits for a trace. Their law alone would not do:
        // where packets wait for one another, a hundred of them are too few to meet it (of 400 seeds of wifi, 28 did not), and the same
        // seed would fail every time.
        var (expected, probes) = link.Facts.Seed is { } seed
            ? (LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, sentAt, seed), sentAt.Length)
            : (LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, plan.ProbeInterval), LinkForecast.Samples);
        // Only a trace makes a packet that comes a little later leave much later.
        var isTimed = profile.Up.Trace is not null || profile.Down.Trace is not null;
        long[] Latest(double milliseconds) =>
            LinkForecast.RoundTrips(
                profile, RoundTripProbe.PacketBytes, sentAt, link.Facts.Seed ?? LinkForecast.Seed, (long)(milliseconds * 1e6));
        return
        [
            .. RoundTripChecks.Compare(measured, expected, plan.Probes, (double)expected.Length / probes, isTimed ? Latest : null),
            LatenessCheck.Of("up: release lateness", statistics.Up, profile.Up.Delay),
            LatenessCheck.Of("down: release lateness", statistics.Down, profile.Down.Delay),
        ];
    }

    private static IReadOnlyList<LinkCheck> CheckFlow(EmulatedLink link, LinkDirection direction, CertificatePlan plan)
    {
        link.Restart();
        var flow = Measure(link, direction, plan.LossFlow(link.Profile[direction]));
        var statistics = link.Statistics();
        return FlowChecks.Compare(
            direction, link.Profile, link.Facts.Seed, flow, direction == LinkDirection.Up ? statistics.Up : statistics.Down);
    }

    private static LinkCheck CheckRate(EmulatedLink link, LinkDirection direction, CertificatePlan plan, CertificateLevel level)
    {
        var flow = plan.RateFlow(link.Profile, direction);
        link.Restart();
        return RateCheck.Compare(direction, link.Profile, link.Facts.Seed, Measure(link, direction, flow), level);
    }

    private static FlowResult Measure(EmulatedLink link, LinkDirection direction, FlowPlan plan) =>
        FlowProbe.Measure(link, direction, plan, times => UntilLastArrival(link, direction, plan.PacketBytes, times));
}
