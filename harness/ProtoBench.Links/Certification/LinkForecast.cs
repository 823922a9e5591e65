using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>
/// What a profile predicts for a probe, from the pure model and without any network: the certificate compares the same question asked of
/// both.
/// </summary>
internal static class LinkForecast
{
    /// <summary>Probes of a forecast without a seed: enough for a 99th percentile with 2,000 samples beyond it, in about 20 ms.</summary>
    public const int Samples = 200_000;

    // An echo leaves after its probe has come, however soon. It matters to traces: a packet that comes at the very time of an opportunity
    // is carried by it, and where delays are whole milliseconds as traces are, every probe would.
    private const long Turnaround = 1;

    /// <summary>No trial uses it.</summary>
    public const ulong Seed = 0x5EED_F04E_CA57;

    /// <summary>
    /// Sorted round trips in nanoseconds of paced probes of <paramref name="packetBytes"/>, as the profile's laws have them in the long
    /// run.
    /// </summary>
    public static long[] RoundTrips(LinkProfile profile, int packetBytes, TimeSpan interval) =>
        RoundTrips(profile, packetBytes, [.. Enumerable.Range(0, Samples).Select(i => i * (long)interval.TotalNanoseconds)], Seed);

    /// <summary>
    /// The same for one seed and the probes as they were sent, in nanoseconds from the link's start: what a perfect link does to them. Lost
    /// and damaged ones are left out, and of copies the first answer counts.
    /// </summary>
    /// <param name="profile">The link's.</param>
    /// <param name="packetBytes">Size of a probe.</param>
    /// <param name="sentAt">When each was sent; not decreasing.</param>
    /// <param name="seed">The link's.</param>
    /// <param name="later">
    /// How much later than it was sent each packet reaches the link, in nanoseconds. Where only time decides, as with a trace, a link whose
    /// packets came anything between 0 and this late lies between both forecasts: nothing leaves earlier because something came later.
    /// </param>
    public static long[] RoundTrips(LinkProfile profile, int packetBytes, long[] sentAt, ulong seed, long later = 0) =>
        [.. Answers(profile, packetBytes, sentAt, seed, later).Select(answer => answer.At - sentAt[answer.Probe]).Order()];

    /// <summary>When the last of these probes is answered, in nanoseconds from the link's start; 0 when none is.</summary>
    public static long LastAnswer(LinkProfile profile, int packetBytes, long[] sentAt, ulong seed, long later) =>
        Answers(profile, packetBytes, sentAt, seed, later).Select(answer => answer.At).DefaultIfEmpty().Max();

    /// <summary>What a perfect link does to packets sent one way at these times; the parameters are those of the round trips.</summary>
    public static FlowForecast Flow(
        LinkProfile profile, LinkDirection direction, int packetBytes, long[] sentAt, ulong seed, long later = 0)
    {
        var model = new LinkModel(profile, direction, seed);
        var missing = new bool[sentAt.Length];
        var arrivals = new List<(long At, int Number)>(sentAt.Length);
        var (byTime, last) = (0, 0L);
        for (var i = 0; i < sentAt.Length; i++)
        {
            var before = arrivals.Count;
            var decision = model.Decide(packetBytes, sentAt[i] + later);
            Arrive(arrivals, decision, i);
            missing[i] = arrivals.Count == before;
            byTime += decision.Fate is PacketFate.QueueFull or PacketFate.Blackout ? 1 : 0;
            last = Math.Max(last, Math.Max(decision.IsDelivered ? decision.Release : 0, decision.CopyRelease));
        }

        arrivals.Sort();
        var (highest, outOfOrder) = (-1, 0);
        foreach (var (_, number) in arrivals.DistinctBy(arrival => arrival.Number))
        {
            outOfOrder += number < highest ? 1 : 0;
            highest = Math.Max(highest, number);
        }

        return new FlowForecast
        {
            Missing = missing,
            Arrivals = [.. arrivals.Select(arrival => arrival.At)],
            Repeated = arrivals.Count - missing.Count(packet => !packet),
            OutOfOrder = outOfOrder,
            DroppedByTime = byTime,
            LastRelease = last,
        };
    }

    private static IEnumerable<(long At, int Probe)> Answers(LinkProfile profile, int packetBytes, long[] sentAt, ulong seed, long later)
    {
        var up = new LinkModel(profile, LinkDirection.Up, seed);
        var down = new LinkModel(profile, LinkDirection.Down, seed);
        var echoes = new List<(long At, int Probe)>(sentAt.Length);
        for (var i = 0; i < sentAt.Length; i++)
        {
            Arrive(echoes, up.Decide(packetBytes, sentAt[i] + later), i);
        }

        // Where packets may overtake, the echo comes back in order of arrival.
        echoes.Sort();
        var answers = new List<(long At, int Probe)>(sentAt.Length);
        foreach (var (at, probe) in echoes)
        {
            Arrive(answers, down.Decide(packetBytes, at + Turnaround + later), probe);
        }

        answers.Sort();
        return answers.DistinctBy(answer => answer.Probe);
    }

    // A receiver's checksum rejects the damaged original; its copy is intact (PacketForwarder).
    private static void Arrive(List<(long At, int Probe)> arrivals, LinkDecision decision, int probe)
    {
        if (decision is { IsDelivered: true, CorruptBit: null })
        {
            arrivals.Add((decision.Release, probe));
        }

        if (decision is { IsDelivered: true, CopyRelease: not LinkDecision.NoCopy })
        {
            arrivals.Add((decision.CopyRelease, probe));
        }
    }

    /// <summary>The packets that the seed loses among the first <paramref name="count"/>, by number from 0.</summary>
    public static bool[] LostPackets(LossProfile? loss, ulong seed, LinkDirection direction, int count)
    {
        var process = new LossProcess(loss, seed, direction);
        return [.. Enumerable.Range(0, count).Select(_ => process.Next() != PacketFate.Delivered)];
    }

    /// <summary>
    /// Value at a quantile of sorted values, of which there is at least one: the smallest with at least that share at or below it.
    /// </summary>
    public static long Quantile(long[] sorted, double quantile) =>
        sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
}
