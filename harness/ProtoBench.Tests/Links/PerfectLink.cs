using ProtoBench.Links.Certification;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Tests.Links;

/// <summary>
/// A certificate without a network: the model plays the link, whose packets come a little later than they were sent, as they do over a real
/// one.
/// </summary>
internal static class PerfectLink
{
    /// <param name="profile">What the link is compared with.</param>
    /// <param name="seed">Of every decision.</param>
    /// <param name="started">When the probes begin, in nanoseconds from the link's start.</param>
    /// <param name="lateness">Most that a packet comes later than it was sent, in nanoseconds.</param>
    /// <param name="does">What the link really does; the same when left out.</param>
    public static IReadOnlyList<LinkCheck> Certify(LinkProfile profile, ulong seed, long started, long lateness, LinkProfile? does = null)
    {
        does ??= profile;
        var random = new Random((int)seed);
        var plan = CertificatePlan.For(CertificateLevel.Quick);
        long[] Late(long[] sentAt)
        {
            var last = 0L;
            return [.. sentAt.Select(at => last = Math.Max(last, at + random.NextInt64(lateness + 1)))];
        }

        var begin = Math.Max(started, (long)CertificatePlan.Start(profile.Up, profile.Down).TotalNanoseconds);
        long[] probes = [.. Enumerable.Range(0, plan.Probes).Select(i => begin + (i * (long)plan.ProbeInterval.TotalNanoseconds))];
        long[] Forecast(double milliseconds) =>
            LinkForecast.RoundTrips(profile, RoundTripProbe.PacketBytes, probes, seed, (long)(milliseconds * 1e6));
        var expected = Forecast(0);
        // An answer wakes its receiver as late as everything else.
        long[] measured = [.. RoundTrips(does, seed, probes, Late).Select(roundTrip => roundTrip + random.NextInt64(lateness + 1)).Order()];
        var isTimed = profile.Up.Trace is not null || profile.Down.Trace is not null;
        List<LinkCheck> checks =
            [.. RoundTripChecks.Compare(measured, expected, plan.Probes, (double)expected.Length / plan.Probes, isTimed ? Forecast : null)];
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            var (flow, statistics) = Send(does, direction, seed, started, plan.LossFlow(profile[direction]), Late);
            checks.AddRange(FlowChecks.Compare(direction, profile, seed, flow, statistics));
            if (profile[direction].HasRate)
            {
                checks.Add(RateCheck.Compare(
                    direction,
                    profile,
                    seed,
                    Send(does, direction, seed, started, plan.RateFlow(profile, direction), Late).Flow,
                    CertificateLevel.Quick));
            }
        }

        return checks;
    }

    private static long[] RoundTrips(LinkProfile profile, ulong seed, long[] sentAt, Func<long[], long[]> late)
    {
        var (up, down) = (new LinkModel(profile, LinkDirection.Up, seed), new LinkModel(profile, LinkDirection.Down, seed));
        var echoes = Through(up, RoundTripProbe.PacketBytes, late(sentAt));
        var arrived = late([.. echoes.Select(echo => echo.At)]);
        var answers = Through(down, RoundTripProbe.PacketBytes, arrived).Select(answer => (answer.At, echoes[answer.Number].Number));
        return [.. answers.DistinctBy(answer => answer.Number).Select(answer => answer.At - sentAt[answer.Number]).Order()];
    }

    private static (FlowResult Flow, LinkDirectionStatistics Statistics) Send(
        LinkProfile profile, LinkDirection direction, ulong seed, long started, FlowPlan plan, Func<long[], long[]> late)
    {
        long[] sentAt = [.. plan.SentAt().Select(at => at + Math.Max(0, started - (long)plan.Start.TotalNanoseconds))];
        var fates = new List<PacketFate>();
        var corrupted = 0L;
        var tally = new FlowTally(plan.Count, plan.PacketBytes, profile[direction].Duplicate > 0);
        var arrivals = Through(new LinkModel(profile, direction, seed), plan.PacketBytes, late(sentAt), decision =>
        {
            fates.Add(decision.Fate);
            corrupted += decision.CorruptBit is null ? 0 : 1;
        });
        foreach (var (at, number) in arrivals)
        {
            tally.Arrived(number, at);
        }

        long Of(PacketFate fate) => fates.Count(found => found == fate);
        return (tally.Result(sentAt), new LinkDirectionStatistics
        {
            Received = plan.Count,
            ReceivedBytes = plan.Count * plan.PacketBytes,
            Released = arrivals.Count + corrupted,
            Lost = Of(PacketFate.Lost),
            LostInBurst = Of(PacketFate.LostInBurst),
            Listed = Of(PacketFate.Listed),
            Blackout = Of(PacketFate.Blackout),
            QueueFull = Of(PacketFate.QueueFull),
            Duplicated = 0,
            Corrupted = corrupted,
            Ignored = 0,
            Overflow = 0,
        });
    }

    // What arrives intact, in order of arrival.
    private static List<(long At, int Number)> Through(
        LinkModel model, int packetBytes, long[] arrivesAt, Action<LinkDecision>? observe = null)
    {
        var arrivals = new List<(long At, int Order, int Number)>();
        for (var i = 0; i < arrivesAt.Length; i++)
        {
            var decision = model.Decide(packetBytes, arrivesAt[i]);
            observe?.Invoke(decision);
            if (decision is { IsDelivered: true, CorruptBit: null })
            {
                arrivals.Add((decision.Release, arrivals.Count, i));
            }

            if (decision is { IsDelivered: true, CopyRelease: not LinkDecision.NoCopy })
            {
                arrivals.Add((decision.CopyRelease, arrivals.Count, i));
            }
        }

        return [.. arrivals.Order().Select(arrival => (arrival.At, arrival.Number))];
    }
}
