using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>How many packets each level sends, when, and how fast. Pure.</summary>
/// <param name="Probes">Round-trip probes.</param>
/// <param name="ProbeInterval">Time between them.</param>
/// <param name="FlowSeconds">Longest time of one direction's loss flow.</param>
/// <param name="FlowPackets">Packets of one direction's loss flow, when the time allows.</param>
/// <param name="RateSeconds">Time of one direction's rate flow, more where a trace lets too little through.</param>
internal sealed record CertificatePlan(int Probes, TimeSpan ProbeInterval, double FlowSeconds, int FlowPackets, double RateSeconds)
{
    /// <summary>Size of loss probes: a header and a number. Small, so that slow links carry many.</summary>
    public const int FlowPacketBytes = 60;

    /// <summary>Probes without impairments, which show that the link carries anything.</summary>
    public const int MostFloorProbes = 200;

    // 20,000 a second is a tenth of what the emulator can do on two processors, and leaves them to the endpoints.
    private const double MostPacketsPerSecond = 20_000;

    // 1 Gbit/s of rate probes are 106,000 packets a second, about what the emulator can do beside both endpoints.
    private const double MostRatePacketsPerSecond = 120_000;

    // Where the rate flow needs 20,000 packets a second, above which its sender works in bursts (FlowProbe).
    private const double FastLink = 200e6;

    // Of a link that loses nearly everything, ten times its rate is offered and no more: what is left then does not fill it, which the
    // check says.
    private const double LeastSurvivingShare = 0.1;

    // A rate wants this many arrivals at least, from that share of the flow's time on.
    private const int FewestArrivals = 20;
    private const double LeastSpanShare = 0.5;
    private const double LongestRateSeconds = 20;

    // On a slow link forty full packets would take minutes; a dozen still tell a rate, because each takes long.
    private const int RatePackets = 40;
    private const int FewestRatePackets = 12;
    private const double SlowSeconds = 10;

    // Before the first opportunity of a trace, so that something waits for it.
    private static readonly TimeSpan BeforeFirstOpportunity = TimeSpan.FromMilliseconds(200);

    // A link that is dead for longer is certified as dead.
    private static readonly TimeSpan LatestStart = TimeSpan.FromMinutes(1);

    public static CertificatePlan For(CertificateLevel level) => level == CertificateLevel.Quick
        ? new(100, TimeSpan.FromMilliseconds(5), 0.3, 5_000, 0.3)
        : new(1_000, TimeSpan.FromMilliseconds(10), 20, 60_000, 5);

    /// <summary>
    /// When a probe begins, from the link's start: at once, but after a blackout that stands at the beginning and shortly before the first
    /// opportunity of a trace that begins late. Nothing would be measured before.
    /// </summary>
    public static TimeSpan Start(params IReadOnlyList<DirectionProfile> directions)
    {
        var opportunity = directions.Max(direction =>
            direction.Trace is { } trace ? TimeSpan.FromMilliseconds(trace.FirstMilliseconds) - BeforeFirstOpportunity : default);
        var start = opportunity > TimeSpan.Zero ? opportunity : default;
        var dark = directions.SelectMany(direction => direction.Blackouts).ToList();
        // Each blackout is left once; a repeated one may begin again while another ends, so a few rounds are enough or it is dark for ever.
        for (var round = 0; round < 2 * dark.Count && dark.Select(blackout => blackout.EndAround(start)).Max() is { } end; round++)
        {
            start = end;
        }

        return start <= LatestStart && !dark.Any(blackout => blackout.EndAround(start) is not null) ? start : default;
    }

    /// <summary>
    /// The loss flow. Its pace is within 40 % of the rate, so that the queue plays no part. Burst loss takes all of the time: what counts
    /// there are bursts, and of 400,000 packets with 2 % loss in bursts of four only 2,000 are, which make the mean burst certain to 5 %
    /// (99 %).
    /// </summary>
    public FlowPlan LossFlow(DirectionProfile direction)
    {
        var pace = Math.Min(MostPacketsPerSecond, 0.4 * Math.Min(direction.MeanBitsPerSecond, RateAtStart(direction, FlowSeconds))
            / ((FlowPacketBytes + direction.OverheadBytes) * 8));
        return new FlowPlan(
            (int)Math.Clamp(pace * FlowSeconds, 50, direction.Loss is BurstLoss ? int.MaxValue : FlowPackets),
            FlowPacketBytes,
            pace,
            Start(direction));
    }

    /// <summary>The rate flow, which offers more than the link carries, for as long as enough of it arrives.</summary>
    public FlowPlan RateFlow(LinkProfile profile, LinkDirection direction)
    {
        var flow = RateFlow(profile[direction], RateSeconds);
        for (var seconds = 2 * RateSeconds; profile[direction].Trace is not null
            && seconds <= LongestRateSeconds
            && !SaysARate(profile, direction, flow); seconds *= 2)
        {
            flow = RateFlow(profile[direction], seconds);
        }

        return flow;
    }

    private static FlowPlan RateFlow(DirectionProfile direction, double seconds)
    {
        var rate = Math.Max(direction.MeanBitsPerSecond, RateAtStart(direction, seconds));
        // Loss comes before the queue: enough is offered to fill the link with what loss leaves over.
        // On a fast link little more than it carries, because sender and receiver of the probe share the processors with the emulator.
        var more = rate > FastLink ? 1.04 : 1.25;
        var pace = Math.Min(
            MostRatePacketsPerSecond,
            more * rate / Math.Max(LeastSurvivingShare, 1 - (direction.Loss?.MeanLoss ?? 0)) / (RateCheck.PacketBytes * 8));
        var fewest = Math.Clamp(pace * SlowSeconds, FewestRatePackets, RatePackets);
        return new FlowPlan((int)Math.Max(fewest, pace * seconds), RateCheck.PacketBytes, pace, Start(direction));
    }

    private bool SaysARate(LinkProfile profile, LinkDirection direction, FlowPlan flow)
    {
        var forecast = LinkForecast.Flow(profile, direction, flow.PacketBytes, flow.SentAt(), LinkForecast.Seed);
        return forecast.Arrivals.Length >= FewestArrivals && forecast.Span >= LeastSpanShare * RateSeconds * 1e9;
    }

    // A recording may begin slower or faster than it is on average; where nothing comes in that time, its mean is all there is.
    private static double RateAtStart(DirectionProfile direction, double seconds) =>
        direction.Trace is { } trace && trace.BitsPerSecond(Start(direction), seconds) is > 0 and var rate
            ? rate
            : direction.MeanBitsPerSecond;
}
