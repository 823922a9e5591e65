using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Statistics;

namespace ProtoBench.Links.Certification;

/// <summary>
/// Compares what arrived of a flow with the profile, with the emulator's own counters and with a replay of the seed. Pure.
/// </summary>
internal static class FlowChecks
{
    private const string SeedsChance = "Outside the 99 % interval, as one seed in a hundred is, and inside that of 99.99 %; each loss "
        + "is where the seed has it, or a check of its own says so.";

    // Where everything is lost the interval ends at 1, give or take the last bit.
    private const double Rounding = 1e-9;

    // So many that not one of them by chance is out of the question.
    private const int ManyOvertaking = 100;

    public static IReadOnlyList<LinkCheck> Compare(
        LinkDirection direction, LinkProfile link, ulong? seed, FlowResult flow, LinkDirectionStatistics statistics)
    {
        var (name, profile) = (direction.ToString().ToLowerInvariant(), link[direction]);
        List<LinkCheck> checks =
            [Loss(name, profile, seed is not null, flow, statistics), Accounting(name, profile, seed is not null, flow, statistics)];
        if (profile.Loss is BurstLoss { GoodLoss: 0, BadLoss: 1 } burst)
        {
            checks.Add(
                Bursts(name, burst, seed is not null, flow, profile.Corrupt > 0 || statistics.QueueFull > 0 || statistics.Blackout > 0));
        }

        FlowForecast? forecast = null;
        if (seed is { } known)
        {
            FlowForecast Forecast(double milliseconds) =>
                LinkForecast.Flow(link, direction, CertificatePlan.FlowPacketBytes, flow.SentAt, known, (long)(milliseconds * 1e6));
            var (early, late) = (Forecast(0), Forecast(LinkBounds.TailMilliseconds));
            forecast = early;
            // A full queue or a blackout drops by time, which decides about packets and with them shifts what the seed does to those
            // behind.
            var isTimed = early.DroppedByTime > 0 || late.DroppedByTime > 0 || statistics.QueueFull > 0 || statistics.Blackout > 0;
            checks.Add(isTimed
                ? TimedLosses(name, early, late, flow, ShortQueue.Has(link, direction, CertificatePlan.FlowPacketBytes))
                : Replay(name, early.Missing, flow));
            if (profile.Duplicate > 0)
            {
                checks.Add(Copies(name, early, late, isTimed, flow, ShortQueue.Has(link, direction, CertificatePlan.FlowPacketBytes)));
            }
        }

        checks.Add(Order(name, profile, forecast, flow));
        return checks;
    }

    private static LinkCheck Loss(string name, DirectionProfile profile, bool seeded, FlowResult flow, LinkDirectionStatistics statistics)
    {
        // A corrupted packet does not pass the receiver's checksum, so to a program it is lost, unless it has a copy, which is intact.
        var mean = profile.Loss?.MeanLoss ?? 0;
        var expected = mean + ((1 - mean) * profile.Corrupt * (1 - profile.Duplicate));
        var (low, high) = BinomialInterval.Of(flow.Missing, flow.Sent, VarianceFactor(profile.Loss));
        var bounds = BinomialInterval.Of(flow.Missing, flow.Sent, VarianceFactor(profile.Loss), LinkBounds.LossNormal(seeded));
        var exact = expected == 0 && profile.Loss is null && profile.Blackouts.Count == 0;
        var judged = profile.Blackouts.Count == 0 && profile.Loss is not ListedLoss && statistics.QueueFull == 0;
        bool? passed = !judged ? null : exact ? flow.Missing == 0
            : (expected >= bounds.Low - Rounding && expected <= bounds.High + Rounding)
                || (VarianceFactor(profile.Loss) == 1
                    && IsRare(expected, flow.Sent)
                    && BinomialInterval.IsLikely(flow.Missing, flow.Sent, expected, LinkBounds.LossNormal(seeded)));
        return new LinkCheck
        {
            Name = $"{name}: loss",
            Expected = $"{expected:0.000 %}",
            Measured = $"{(double)flow.Missing / flow.Sent:0.000 %} (99 % interval {low:0.000 %} to {high:0.000 %})",
            Samples = flow.Sent,
            Passed = passed,
            Remark = passed switch
            {
                null => "Not judged: blackouts, a drop list or a full queue had a part in it. The next line accounts for every packet.",
                true when exact => "Nothing was lost.",
                true when expected < low || expected > high => SeedsChance,
                true => "The expected share lies in the interval.",
                false => "The expected share lies outside the interval.",
            },
        };
    }

    // Below ten expected events, or survivors, the normal law behind the interval is none.
    private static bool IsRare(double share, int sent) => share is > 0 and < 1 && Math.Min(share, 1 - share) * sent < 10;

    /// <summary>
    /// How much burst loss raises the variance of a count: (1 + ρ) / (1 - ρ) with the chain's correlation ρ = 1 - enter - leave, never
    /// below 1.
    /// </summary>
    internal static double VarianceFactor(LossProfile? loss) => loss is BurstLoss burst
        ? Math.Max(1, (2 - burst.Enter - burst.Leave) / (burst.Enter + burst.Leave))
        : 1;

    private static LinkCheck Accounting(
        string name, DirectionProfile profile, bool seeded, FlowResult flow, LinkDirectionStatistics statistics)
    {
        var asked = statistics.ConfiguredDrops + (profile.Corrupt > 0 ? statistics.Corrupted : 0);
        // A corrupted packet whose copy is intact arrives after all, and netem also drops copies: then the drops are only the most that can
        // be missing.
        var comparable = profile.Duplicate == 0 || (profile.Corrupt == 0 && seeded);
        var passed =
            statistics.Overflow == 0 && statistics.Received == flow.Sent && (comparable ? flow.Missing == asked : flow.Missing <= asked);
        return new LinkCheck
        {
            Name = $"{name}: every missing packet accounted for",
            Expected = $"{asked} missing of {statistics.Received}, 0 overflow",
            Measured = $"{flow.Missing} missing of {flow.Sent}, {statistics.Overflow} overflow",
            Samples = flow.Sent,
            Passed = passed,
            Remark = passed
                ? "Nothing was lost that the profile did not ask for."
                : "Packets are missing that the profile did not drop: the machine is overloaded.",
        };
    }

    private static LinkCheck Bursts(string name, BurstLoss burst, bool seeded, FlowResult flow, bool isMixed)
    {
        var (count, mean) = flow.MissingRuns();
        var expected = 1 / burst.Leave;
        // Stays in the bad state are geometric: standard deviation sqrt(1 - leave) / leave.
        var error = count == 0 ? double.PositiveInfinity : Math.Sqrt(1 - burst.Leave) / burst.Leave / Math.Sqrt(count);
        var half = BinomialInterval.Normal99 * error;
        var off = Math.Abs(mean - expected);
        bool? passed = count < 20 || isMixed ? null : off <= Math.Max(LinkBounds.LossNormal(seeded) * error, 0.05 * expected);
        return new LinkCheck
        {
            Name = $"{name}: mean burst",
            Expected = $"{expected:0.00} packets",
            Measured = count == 0 ? "no burst" : $"{mean:0.00} packets (99 % interval ± {half:0.00})",
            Samples = count,
            Passed = passed,
            Remark = passed switch
            {
                null when isMixed => "Not judged: damage, a full queue or a blackout lengthens and joins "
                + "bursts.",
                null => "Fewer than 20 bursts: too few to judge.",
                true when off > Math.Max(half, 0.05 * expected) =>
                    SeedsChance,
                true => "Within the interval.",
                false => "Outside the interval."
            },
        };
    }

    private static LinkCheck Replay(string name, bool[] lost, FlowResult flow)
    {
        var differences = Enumerable.Range(0, flow.Sent).Count(i => lost[i] != (flow.Arrivals[i] == 0));
        return new LinkCheck
        {
            Name = $"{name}: the seed's packets",
            Expected = $"{lost.Count(packet => packet)} losses, each where a replay of the seed has it",
            Measured = $"{flow.Missing} losses, {differences} elsewhere",
            Samples = flow.Sent,
            Passed = differences == 0,
            Remark = differences == 0 ? "Exactly the packets of the seed." : "Other packets are missing than the seed says.",
        };
    }

    private static LinkCheck TimedLosses(string name, FlowForecast early, FlowForecast late, FlowResult flow, bool isShort)
    {
        int[] expected = [early.Missing.Count(packet => packet), late.Missing.Count(packet => packet)];
        var undecided = Enumerable.Range(0, flow.Sent).Count(i => early.Missing[i] != late.Missing[i]);
        var bound = Math.Max(undecided, (int)Math.Ceiling(LinkBounds.TimedLossShare * flow.Sent));
        bool? passed = flow.Missing >= expected.Min() - bound && flow.Missing <= expected.Max() + bound ? true : isShort ? null : false;
        return new LinkCheck
        {
            Name = $"{name}: losses at these times",
            Expected = $"{expected.Min()} to {expected.Max()} of {flow.Sent}",
            Measured = $"{flow.Missing} missing",
            Samples = flow.Sent,
            Passed = passed,
            Remark = passed switch
            {
                null => ShortQueue.NotVerified,
                true => $"Within {bound} packets of what the profile drops at these times.",
                false => $"More than {bound} packets off what the profile drops at these times.",
            },
        };
    }

    private static LinkCheck Copies(string name, FlowForecast early, FlowForecast late, bool isTimed, FlowResult flow, bool isShort)
    {
        var bound =
            isTimed ? Math.Max(Math.Abs(early.Repeated - late.Repeated), (int)Math.Ceiling(LinkBounds.TimedLossShare * flow.Sent)) : 0;
        bool? passed = Math.Abs(flow.Repeated - early.Repeated) <= bound ? true : isShort ? null : false;
        return new LinkCheck
        {
            Name = $"{name}: copies",
            Expected = $"{early.Repeated} of {flow.Sent}" + (bound > 0 ? $" ± {bound}" : ""),
            Measured = $"{flow.Repeated}",
            Samples = flow.Sent,
            Passed = passed,
            Remark = passed switch
            {
                null =>
                ShortQueue.NotVerified,
                true => "As the seed has them.",
                false => "Other packets came twice than the seed says."
            },
        };
    }

    private static LinkCheck Order(string name, DirectionProfile profile, FlowForecast? forecast, FlowResult flow)
    {
        // How many overtake hangs on the microsecond, but where many have to, not one does not mean that the link is in order.
        var isMissing = profile.Reorder && forecast?.OutOfOrder >= ManyOvertaking && flow.OutOfOrder == 0;
        bool? passed = flow.Received < 2 ? null : !isMissing && (profile.Reorder || flow.OutOfOrder == 0);
        return new LinkCheck
        {
            Name = $"{name}: order",
            Expected = profile.Reorder ? "packets may overtake" : "kept",
            Measured = $"{flow.OutOfOrder} behind a later packet, {flow.Repeated} twice",
            Samples = flow.Received,
            Passed = passed,
            Remark = passed switch
            {
                null => "Fewer than two packets arrived: nothing to judge.",
                true => "As the profile says.",
                false when isMissing => $"No packet overtook another, and of a perfect link {forecast!.OutOfOrder} would have.",
                false => "Packets overtook each other although the profile keeps their order.",
            },
        };
    }
}
