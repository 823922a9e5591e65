using System.Text.Json.Nodes;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>
/// The keys of what one direction does. They stand at the top of a profile for both directions, and below <c>up</c> and <c>down</c> for
/// one.
/// </summary>
internal static class DirectionKeys
{
    private static readonly KeyOf<TimeSpan> Delay = new("delay", LinkShapes.Duration, "One way, such as 20 ms or 250 us. Default 0.");

    private static readonly KeyOf<JitterProfile> Jitter = new(
        "jitter",
        LinkImpairmentKeys.Jitter,
        "Variation of the delay: { uniform: 2 ms } (± 2 ms), { normal: 2 ms } (standard deviation, cut at no delay) or { pareto: 2 ms, "
            + "shape: 3 } (added, mean 2 ms). Default none.");

    private static readonly KeyOf<bool> Reorder = new(
        "reorder", LinkShapes.Flag, "true lets packets with less jitter overtake; otherwise one waits for the one before it. Default "
            + "false.");

    private static readonly KeyOf<LossProfile> Loss = new(
        "loss",
        LinkImpairmentKeys.Loss,
        "1 % independent; { enter: 0.5 %, leave: 25 %, good: 0 %, bad: 100 % } Gilbert-Elliott; { packets: [3, 17] } exactly these, "
            + "counted from 1. Default none.");

    private static readonly KeyOf<double> Duplicate = new("duplicate", LinkShapes.Share, "Share of packets delivered twice. Default 0 %.");

    private static readonly KeyOf<double> Corrupt = new(
        "corrupt", LinkShapes.Share, "Share of packets with one bit behind the IP header inverted. Default 0 %.");

    private static readonly KeyOf<double> Rate =
        new("rate", LinkShapes.Rate, "Bits of IP packets a second, such as 10 Mbit/s. Default no limit.");

    private static readonly KeyOf<string> Trace = new(
        "trace", LinkShapes.Text, "A file in Mahimahi's mm-link format in the profile's own folder, instead of a rate. Default none.");

    private static readonly KeyOf<QueueLimit> Queue = new(
        "queue", new QueueShape(), "Drop-tail queue of the rate: 100 packets, 64 KiB, 200 ms (of the rate) or 1 bdp; the packet being "
            + "sent counts. Default 100 ms.");

    private static readonly KeyOf<int> Overhead = new(
        "overhead", LinkShapes.Overhead, "Bytes of lower layers that each packet also costs, 38 B for Ethernet. Default 0 B.");

    private static readonly KeyOf<IReadOnlyList<Placed<Blackout>>> Blackouts = new(
        "blackouts", LinkImpairmentKeys.Blackouts, "Times without any connection, since the trial's start: [ { at: 2 s, for: 500 ms, "
            + "every: 15 s } ]. Default none.");

    public static IReadOnlyList<Key> All { get; } =
        [Delay, Jitter, Reorder, Loss, Duplicate, Corrupt, Rate, Trace, Queue, Overhead, Blackouts];

    /// <summary>Rules between the keys, for the schema.</summary>
    public static JsonObject Rules() => new() { ["not"] = new JsonObject { ["required"] = new JsonArray(Rate.Name, Trace.Name) } };

    /// <summary>What <paramref name="before"/> does with everything that the mapping says.</summary>
    public static DirectionProfile Read(MappingReader reader, DirectionProfile before, Func<string, string> readTrace) => before with
    {
        Delay = reader.Get(Delay, before.Delay),
        Jitter = reader.Get(Jitter, before.Jitter!),
        Reorder = reader.Get(Reorder, before.Reorder),
        Loss = reader.Get(Loss, before.Loss!),
        Duplicate = reader.Get(Duplicate, before.Duplicate),
        Corrupt = reader.Get(Corrupt, before.Corrupt),
        BitsPerSecond = reader.Has(Rate) ? reader.Get(Rate, 1) : before.BitsPerSecond,
        Trace = reader.Has(Trace) ? ReadTrace(reader, readTrace) : before.Trace,
        Queue = reader.Get(Queue, before.Queue),
        OverheadBytes = reader.Get(Overhead, before.OverheadBytes),
        Blackouts = reader.Has(Blackouts) ? [.. reader.Get(Blackouts, []).Select(blackout => blackout.Value)] : before.Blackouts,
    };

    /// <summary>Reports keys of a complete direction that contradict each other or do nothing.</summary>
    public static void Check(DirectionProfile profile, MappingReader reader)
    {
        void Report(string code, string message, string hint) => reader.Context.Report(reader.Span, code, message, hint);
        if (profile is { BitsPerSecond: not null, Trace: not null })
        {
            Report(LinkProfileErrorCodes.NoEffect, "both 'rate' and 'trace' limit the rate", "keep one of them");
        }

        if (!profile.HasRate && (profile.Queue != QueueLimit.Default || profile.OverheadBytes != 0))
        {
            Report(
                LinkProfileErrorCodes.NoEffect,
                "'queue' and 'overhead' do nothing without a rate",
                "add `rate:` or `trace:`, or remove them");
        }

        if (profile.Reorder && profile.Jitter is null)
        {
            Report(
                LinkProfileErrorCodes.NoEffect,
                "'reorder' does nothing without jitter",
                "add `jitter:`, whose differences make packets overtake");
        }

        if (profile.Jitter is { Law: JitterLaw.Uniform } jitter && jitter.Spread > profile.Delay)
        {
            Report(
                LinkProfileErrorCodes.OutOfRange,
                $"jitter of ±{jitter.Spread.TotalMilliseconds} ms around a delay of {profile.Delay.TotalMilliseconds} ms",
                "a packet cannot arrive before it is sent: make the delay at least as long as the spread");
        }
    }

    private static RateTrace? ReadTrace(MappingReader reader, Func<string, string> readTrace)
    {
        if (reader.Get(Trace, "") is not { Length: > 0 } name)
        {
            return null;
        }

        try
        {
            return RateTraceText.Parse(readTrace(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            reader.Report(
                Trace, LinkProfileErrorCodes.BadTrace, $"trace '{name}': {error.Message.ReplaceLineEndings(" ")}",
                "a trace has one whole number of milliseconds a line, not decreasing (Mahimahi's mm-link format)");
            return null;
        }
    }
}
