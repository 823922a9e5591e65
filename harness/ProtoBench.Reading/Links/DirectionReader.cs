using ProtoBench.Model.Links.Profiles;
using YamlDotNet.RepresentationModel;

namespace ProtoBench.Reading.Links;

/// <summary>Reads what one direction does, on top of what both directions do.</summary>
internal sealed class DirectionReader(ProfileNodes nodes, Func<string, string> readTrace)
{
    public static IReadOnlyList<string> Keys { get; } =
        ["delay", "jitter", "reorder", "loss", "duplicate", "corrupt", "rate", "trace", "queue", "overhead", "blackouts"];

    /// <summary>The profile with everything that <paramref name="entries"/> say.</summary>
    public DirectionProfile Read(DirectionProfile profile, Dictionary<string, YamlNode> entries)
    {
        foreach (var (key, node) in entries)
        {
            profile = Apply(profile, key, node);
        }

        return profile;
    }

    /// <summary>Reports keys of a complete direction that contradict each other or do nothing.</summary>
    public static void Check(DirectionProfile profile, YamlNode node, ProfileNodes nodes)
    {
        if (profile is { BitsPerSecond: not null, Trace: not null })
        {
            nodes.Report(node, LinkProfileErrorCodes.NoEffect, "both 'rate' and 'trace' limit the rate", "keep one of them");
        }

        if (!profile.HasRate && (profile.Queue != QueueLimit.Default || profile.OverheadBytes != 0))
        {
            nodes.Report(node, LinkProfileErrorCodes.NoEffect, "'queue' and 'overhead' do nothing without a rate", "add `rate:` or `trace:`, or remove them");
        }

        if (profile.Reorder && profile.Jitter is null)
        {
            nodes.Report(node, LinkProfileErrorCodes.NoEffect, "'reorder' does nothing without jitter", "add `jitter:`, whose differences make packets overtake");
        }

        if (profile.Jitter is { Law: JitterLaw.Uniform } jitter && jitter.Spread > profile.Delay)
        {
            nodes.Report(
                node, LinkProfileErrorCodes.OutOfRange, $"jitter of ±{jitter.Spread.TotalMilliseconds} ms around a delay of {profile.Delay.TotalMilliseconds} ms",
                "a packet cannot arrive before it is sent: make the delay at least as long as the spread");
        }
    }

    private DirectionProfile Apply(DirectionProfile profile, string key, YamlNode node) => key switch
    {
        "delay" => profile with { Delay = nodes.Duration(node) ?? default },
        "jitter" => profile with { Jitter = ReadJitter(node) },
        "reorder" => profile with { Reorder = nodes.Flag(node) ?? false },
        "loss" => profile with { Loss = ReadLoss(node) },
        "duplicate" => profile with { Duplicate = nodes.Share(node) ?? 0 },
        "corrupt" => profile with { Corrupt = nodes.Share(node) ?? 0 },
        "rate" => profile with { BitsPerSecond = ReadRate(node) },
        "trace" => profile with { Trace = ReadTrace(node) },
        "queue" => profile with { Queue = ReadQueue(node) },
        "overhead" => profile with { OverheadBytes = (int)(nodes.Number(node, Quantity.Size, "`38 B`", 0, 256, "0 to 256 B") ?? 0) },
        "blackouts" => profile with { Blackouts = ReadBlackouts(node) },
        // The keys of the whole profile come through here too; they are read elsewhere.
        _ => profile,
    };

    private double? ReadRate(YamlNode node) =>
        nodes.Number(node, Quantity.Rate, "`750 kbit/s`, `10 Mbit/s` or `1 Gbit/s`", 1e3, 1e11, "1 kbit/s to 100 Gbit/s");

    private JitterProfile? ReadJitter(YamlNode node)
    {
        var entries = nodes.Entries(node, ["uniform", "normal", "pareto", "shape"]);
        var laws = entries.Keys.Where(key => key != "shape").ToList();
        if (node is not YamlMappingNode)
        {
            return null;
        }

        if (laws.Count != 1)
        {
            nodes.Report(node, LinkProfileErrorCodes.WrongType, "jitter has exactly one law", "write `{ uniform: 2 ms }`, `{ normal: 2 ms }` or `{ pareto: 2 ms, shape: 3 }`");
            return null;
        }

        var law = laws[0] switch { "uniform" => JitterLaw.Uniform, "normal" => JitterLaw.Normal, _ => JitterLaw.Pareto };
        var shape = entries.TryGetValue("shape", out var shapeNode) ? nodes.Number(shapeNode, PlainNumber, "`3`", 1.1, 100, "1.1 to 100") ?? 3 : 3;
        if (shapeNode is not null && law != JitterLaw.Pareto)
        {
            nodes.Report(shapeNode, LinkProfileErrorCodes.NoEffect, "'shape' belongs to pareto jitter", "remove it, or write `pareto:`");
        }

        return nodes.Duration(entries[laws[0]]) is { } spread ? new JitterProfile(law, spread, shape) : null;
    }

    private LossProfile? ReadLoss(YamlNode node)
    {
        if (node is YamlScalarNode)
        {
            return nodes.Share(node) is { } share ? new IndependentLoss(share) : null;
        }

        var entries = nodes.Entries(node, ["enter", "leave", "good", "bad", "packets"]);
        if (entries.TryGetValue("packets", out var packets))
        {
            return ReadListedLoss(packets);
        }

        if (!entries.ContainsKey("enter") || !entries.ContainsKey("leave"))
        {
            nodes.Report(node, LinkProfileErrorCodes.MissingKey, "burst loss needs 'enter' and 'leave'", "write `{ enter: 0.5 %, leave: 25 % }`, or a share such as `1 %`");
            return null;
        }

        double? Moving(string key) => nodes.Number(entries[key], Quantity.Share, "`0.5 %`", 1e-9, 1, "above 0 % to 100 %");
        double Losing(string key, double otherwise) => entries.TryGetValue(key, out var value) ? nodes.Share(value) ?? otherwise : otherwise;
        var (enter, leave) = (Moving("enter"), Moving("leave"));
        return enter is null || leave is null ? null : new BurstLoss(enter.Value, leave.Value, Losing("good", 0), Losing("bad", 1));
    }

    private ListedLoss ReadListedLoss(YamlNode node)
    {
        var numbers = (node as YamlSequenceNode)?.Children
            .Select(item => nodes.Number(item, WholeNumber, "`17`", 1, 1e15, "1 for the first packet, and up"))
            .OfType<double>().Select(number => (long)number).ToList();
        if (numbers is null)
        {
            nodes.Report(node, LinkProfileErrorCodes.WrongType, "a list of packet numbers is wanted here", "write `{ packets: [3, 17] }`");
        }

        return new ListedLoss(numbers ?? []);
    }

    private QueueLimit ReadQueue(YamlNode node)
    {
        if (nodes.Text(node) is not { } text)
        {
            return QueueLimit.Default;
        }

        if (Quantity.Queue(text) is not { Amount: > 0 } queue || (queue.Unit == QueueUnit.Bytes && queue.Amount < LinkProfile.Mtu))
        {
            nodes.Report(node, LinkProfileErrorCodes.BadQuantity, $"'{text}' is no queue length", "write it like `100 packets`, `64 KiB` (at least one packet of 1500 B), `200 ms` or `1 bdp`");
            return QueueLimit.Default;
        }

        if (queue.Unit == QueueUnit.Packets && queue.Amount != Math.Floor(queue.Amount))
        {
            nodes.Report(node, LinkProfileErrorCodes.BadQuantity, $"'{text}': a queue holds whole packets", $"write `{Math.Ceiling(queue.Amount):0} packets`");
            return QueueLimit.Default;
        }

        if (queue.Amount > Longest(queue.Unit))
        {
            nodes.Report(
                node, LinkProfileErrorCodes.OutOfRange, $"'{text}' is out of range",
                $"allowed is up to {QueueLimit.MostPackets} packets, {QueueLimit.MostPackets * (long)LinkProfile.Mtu / 1_000_000} MB, 60 s or 1000 bdp: the emulator holds no more");
            return QueueLimit.Default;
        }

        return queue;
    }

    private static double Longest(QueueUnit unit) => unit switch
    {
        QueueUnit.Packets => QueueLimit.MostPackets,
        QueueUnit.Bytes => QueueLimit.MostPackets * (double)LinkProfile.Mtu,
        QueueUnit.Milliseconds => 60_000,
        _ => 1000,
    };

    private RateTrace? ReadTrace(YamlNode node)
    {
        if (nodes.Text(node) is not { } name)
        {
            return null;
        }

        try
        {
            return RateTraceText.Parse(readTrace(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            nodes.Report(node, LinkProfileErrorCodes.BadTrace, $"trace '{name}': {error.Message.ReplaceLineEndings(" ")}",
                "a trace has one whole number of milliseconds a line, not decreasing (Mahimahi's mm-link format)");
            return null;
        }
    }

    private List<Blackout> ReadBlackouts(YamlNode node)
    {
        List<Blackout> blackouts = [];
        if (node is not YamlSequenceNode sequence)
        {
            nodes.Report(node, LinkProfileErrorCodes.WrongType, "a list is wanted here", "write `[ { at: 2 s, for: 500 ms } ]`");
            return blackouts;
        }

        foreach (var item in sequence.Children)
        {
            var entries = nodes.Entries(item, ["at", "for", "every"]);
            TimeSpan? Time(string key) => entries.TryGetValue(key, out var value) ? nodes.Duration(value) : null;
            var (at, length, every) = (Time("at"), Time("for"), Time("every"));
            if (at is null || length is null || every < length)
            {
                nodes.Report(item, LinkProfileErrorCodes.MissingKey, "a blackout needs 'at' and 'for', and 'every' longer than 'for' if it repeats", "write `{ at: 2 s, for: 500 ms }`");
                continue;
            }

            blackouts.Add(new Blackout(at.Value, length.Value, every));
        }

        return blackouts;
    }

    private static double? WholeNumber(string text) => PlainNumber(text) is { } number && number == Math.Floor(number) ? number : null;

    private static double? PlainNumber(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
