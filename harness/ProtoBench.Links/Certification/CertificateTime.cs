using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Links;

namespace ProtoBench.Links.Certification;

/// <summary>
/// How long a quick certificate takes, which every trial over a link begins with, and which profiles are refused for it. Pure.
/// </summary>
internal static class CertificateTime
{
    /// <summary>
    /// A profile whose quick certificate takes longer is refused: a run of a hundred trials would take more than five hours for
    /// certificates alone, and no protocol under test waits that long for an answer.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    // Building namespaces, and the silences after the probes.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(2);

    // A forecast of more packets would take longer than the reader wants to wait, and a link that takes so many in so short a time has no
    // long queue.
    private const int MostForecast = 20_000;

    /// <summary>The estimate, by a forecast of every probe.</summary>
    public static TimeSpan Of(LinkProfile profile)
    {
        var plan = CertificatePlan.For(CertificateLevel.Quick);
        var start = CertificatePlan.Start(profile.Up, profile.Down);
        long[] probes = [.. Enumerable.Range(0, plan.Probes).Select(i => (long)(start + (i * plan.ProbeInterval)).TotalNanoseconds)];
        var answered = LinkForecast.LastAnswer(profile, RoundTripProbe.PacketBytes, probes, LinkForecast.Seed, later: 0);
        var total = Overhead + (plan.Probes * plan.ProbeInterval) + Until(answered, probes[^1], profile.RoundTrip);
        foreach (var direction in Enum.GetValues<LinkDirection>())
        {
            total += Of(profile, direction, plan.LossFlow(profile[direction]));
            total += profile[direction].HasRate ? Of(profile, direction, plan.RateFlow(profile, direction)) : TimeSpan.Zero;
        }

        return total;
    }

    /// <summary>The reading, or its refusal with the line of the key that makes the certificate last too long.</summary>
    public static LinkProfileReading Check(LinkProfileReading reading)
    {
        if (reading.Profile is not { Emulated: true } profile || Of(profile) is var time && time <= Longest)
        {
            return reading;
        }

        // The key without which it would take the least time.
        var key =
            reading.Places.Keys.Where(place => Without(reading, place) is not null).MinBy(place => Of(Without(reading, place)!)) ?? "";
        var (line, column, length) = reading.Places.GetValueOrDefault(key, (0, 0, 1));
        return new LinkProfileReading(
            null,
            [
                new ScenarioError(
                    reading.Source, line, column, length, LinkProfileErrorCodes.TooSlow,
                    $"with this {(key.Length == 0 ? "profile" : $"'{key.Split('.')[^1]}'")} the certificate before every trial takes "
                        + $"about {Text(time)}, "
                        + $"and at most {Text(Longest)} are allowed",
                    "make the delay shorter, the rate higher, or the trace begin earlier"),
            ],
            reading.Text);
    }

    private static TimeSpan Of(LinkProfile profile, LinkDirection direction, FlowPlan flow)
    {
        var sending = flow.Start + TimeSpan.FromSeconds(flow.Count / flow.PacketsPerSecond);
        if (flow.Count > MostForecast)
        {
            return sending + profile[direction].Delay;
        }

        var sentAt = flow.SentAt();
        return sending + Until(
            LinkForecast.Flow(profile, direction, flow.PacketBytes, sentAt, LinkForecast.Seed).LastRelease,
            sentAt[^1],
            profile[direction].Delay);
    }

    private static TimeSpan Until(long last, long sent, TimeSpan least) =>
        TimeSpan.FromMicroseconds(Math.Max((last - sent) / 1000.0, least.TotalMicroseconds));

    private static LinkProfile? Without(LinkProfileReading reading, string place)
    {
        var (profile, key) = (reading.Profile!, place.Split('.')[^1]);
        DirectionProfile Changed(
            string name,
            DirectionProfile direction) => place != $"{name}.{key}" && (place != key || reading.Places.ContainsKey($"{name}.{key}"))
            ? direction
            : key switch
            {
                "delay" => direction with { Delay = TimeSpan.Zero, Jitter = null, Reorder = false },
                "jitter" => direction with { Jitter = null, Reorder = false },
                "rate" => direction with { BitsPerSecond = null },
                "trace" => direction with { Trace = null },
                _ => direction with { Blackouts = [] },
            };
        return key is "delay" or "jitter" or "rate" or "trace" or "blackouts"
            ? profile with { Up = Changed("up", profile.Up), Down = Changed("down", profile.Down) }
            : null;
    }

    private static string Text(TimeSpan time) =>
        time.TotalMinutes < 2 ? $"{time.TotalSeconds:0} s" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0} h";
}
