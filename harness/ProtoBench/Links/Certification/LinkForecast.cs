using ProtoBench.Links.Model;
using ProtoBench.Links.Profiles;

namespace ProtoBench.Links.Certification;

/// <summary>What a profile predicts for a probe, from the pure model and without any network: the certificate compares the same question asked of both.</summary>
internal static class LinkForecast
{
    /// <summary>Probes of a forecast without a seed: enough for a 99th percentile with 2,000 samples beyond it, in about 20 ms.</summary>
    public const int Samples = 200_000;

    /// <summary>No trial uses it.</summary>
    public const ulong Seed = 0x5EED_F04E_CA57;

    /// <summary>Sorted round trips in nanoseconds of paced probes of <paramref name="packetBytes"/>, as the profile's laws have them in the long run.</summary>
    public static long[] RoundTrips(LinkProfile profile, int packetBytes, TimeSpan interval) => RoundTrips(profile, packetBytes, interval, Seed, Samples);

    /// <summary>The same for one seed and as many probes as are sent: what a perfect link does to them. Lost ones are left out, blackouts are not predicted.</summary>
    public static long[] RoundTrips(LinkProfile profile, int packetBytes, TimeSpan interval, ulong seed, int samples)
    {
        var calm = profile with { Up = profile.Up with { Blackouts = [] }, Down = profile.Down with { Blackouts = [] } };
        var up = new LinkModel(calm, LinkDirection.Up, seed);
        var down = new LinkModel(calm, LinkDirection.Down, seed);
        var arrivals = new List<(long At, long Sent)>(samples);
        for (var i = 0L; i < samples; i++)
        {
            var sent = i * (long)interval.TotalNanoseconds;
            var decision = up.Decide(packetBytes, sent);
            if (decision.IsDelivered)
            {
                arrivals.Add((decision.Release, sent));
            }
        }

        // Where packets may overtake, the echo comes back in order of arrival.
        arrivals.Sort();
        var roundTrips = new List<long>(samples);
        foreach (var (at, sent) in arrivals)
        {
            var decision = down.Decide(packetBytes, at);
            if (decision.IsDelivered)
            {
                roundTrips.Add(decision.Release - sent);
            }
        }

        roundTrips.Sort();
        return [.. roundTrips];
    }

    /// <summary>The packets that the seed loses among the first <paramref name="count"/>, by number from 0.</summary>
    public static bool[] LostPackets(LossProfile? loss, ulong seed, LinkDirection direction, int count)
    {
        var process = new LossProcess(loss, seed, direction);
        return [.. Enumerable.Range(0, count).Select(_ => process.Next() != PacketFate.Delivered)];
    }

    /// <summary>Value at a quantile of sorted values: the smallest with at least that share at or below it.</summary>
    public static long Quantile(long[] sorted, double quantile) => sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
}
