using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>The quantities of link profiles, in the reader's notation.</summary>
internal static class LinkShapes
{
    internal static readonly Unit[] DurationUnits =
        [new("us", 0.000_001m), new("µs", 0.000_001m), new("ms", 0.001m), new("s", 1), new("min", 60)];

    internal static readonly Unit[] SizeUnits =
        [new("B", 1), new("kB", 1_000), new("KiB", 1 << 10), new("MB", 1_000_000), new("MiB", 1 << 20)];

    public static TextShape Text { get; } = new() { MayLookTyped = true };

    public static FlagShape Flag { get; } = new() { MayBeQuoted = true };

    // Less than the 100 ns of a tick is cut off.
    public static QuantityShape<TimeSpan> Duration { get; } = Of<TimeSpan>(
        "`250 us`, `20 ms` or `1.5 s`", DurationUnits, new(0, 3600, "0 to 60 min"), seconds =>
            TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));

    /// <summary>0 to 1 for 0 % to 100 %.</summary>
    public static QuantityShape<double> Share { get; } = Fraction("`1 %` or `0.05 %`", new(0, 1, "0 % to 100 %"));

    /// <summary>A probability of moving: at 0 a state would never be entered, or never left.</summary>
    public static QuantityShape<double> Moving { get; } = Fraction("`0.5 %`", new(1e-9m, 1, "above 0 % to 100 %"));

    /// <summary>Bits a second.</summary>
    public static QuantityShape<double> Rate { get; } = Of<double>(
        "`750 kbit/s`, `10 Mbit/s` or `1 Gbit/s`",
        [new("bit/s", 1), new("kbit/s", 1e3m), new("Mbit/s", 1e6m), new("Gbit/s", 1e9m)],
        new(1e3m, 1e11m, "1 kbit/s to 100 Gbit/s"),
        bits => (double)bits);

    public static QuantityShape<int> Overhead { get; } = Of<int>("`38 B`", SizeUnits, new(0, 256, "0 to 256 B"), bytes => (int)bytes);

    public static QuantityShape<double> TailExponent { get; } =
        Of<double>("`3`", [new("", 1)], new(1.1m, 100, "1.1 to 100"), number => (double)number);

    public static QuantityShape<long> PacketNumber { get; } = Of<long>(
        "`17`", [new("", 1)], new(1, 1e15m, "1 for the first packet, and up"), number => decimal.IsInteger(number) ? (long)number : null);

    private static QuantityShape<double> Fraction(string examples, QuantityBounds bounds) =>
        Of<double>(examples, [new("%", 0.01m)], bounds, share => (double)share);

    private static QuantityShape<T> Of<T>(string examples, IReadOnlyList<Unit> units, QuantityBounds bounds, Func<decimal, T?> convert)
        where T : struct => new(LinkProfileErrorCodes.BadQuantity, examples, new QuantityNotation(units) { Loose = true }, bounds, convert);
}

/// <summary>The length of a queue: packets, bytes, time or bandwidth-delay products.</summary>
internal sealed class QueueShape : ValueShape<QueueLimit>
{
    private static readonly (QueueUnit Counted, QuantityNotation Notation, decimal Scale)[] Ways =
    [
        (QueueUnit.Packets, Loose(new Unit("packets", 1)), 1),
        (QueueUnit.BandwidthDelayProducts, Loose(new Unit("bdp", 1)), 1),
        (QueueUnit.Milliseconds, Loose(LinkShapes.DurationUnits), 1_000),
        (QueueUnit.Bytes, Loose(LinkShapes.SizeUnits), 1),
    ];

    public override string Wanted => "`100 packets`, `64 KiB` (at least one packet of 1500 B), `200 ms` or `1 bdp`";

    public override JsonObject Schema(Vocabulary vocabulary)
    {
        var all = Loose([.. Ways.SelectMany(way => way.Notation.Units)]);
        return new JsonObject { ["type"] = "string", ["pattern"] = all.Pattern.Replace("?:", "", StringComparison.Ordinal) };
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out QueueLimit value)
    {
        value = QueueLimit.Default;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        var text = Spelling.Shorten(scalar.Text);
        if (Parse(scalar.Text) is not { Amount: > 0 } queue || (queue.Unit == QueueUnit.Bytes && queue.Amount < LinkProfile.Mtu))
        {
            context.Report(node.Span, LinkProfileErrorCodes.BadQuantity, $"'{text}' is no queue length", $"write it like {Wanted}");
            return false;
        }

        if (queue.Unit == QueueUnit.Packets && queue.Amount != Math.Floor(queue.Amount))
        {
            context.Report(
                node.Span,
                LinkProfileErrorCodes.BadQuantity,
                $"'{text}': a queue holds whole packets",
                $"write `{Math.Ceiling(queue.Amount):0} packets`");
            return false;
        }

        if (queue.Amount > Longest(queue.Unit))
        {
            context.Report(
                node.Span, LinkProfileErrorCodes.OutOfRange, $"'{text}' is out of range",
                $"allowed is up to {QueueLimit.MostPackets} packets, {QueueLimit.MostPackets * (long)LinkProfile.Mtu / 1_000_000} "
                    + "MB, 60 s or 1000 bdp: the emulator holds no more");
            return false;
        }

        value = queue;
        return true;
    }

    private static QueueLimit? Parse(string text)
    {
        foreach (var (counted, notation, scale) in Ways)
        {
            if (notation.Parse(text) is var (number, unit))
            {
                return new QueueLimit((double)(number * unit.Factor * scale), counted);
            }
        }

        return null;
    }

    private static double Longest(QueueUnit unit) => unit switch
    {
        QueueUnit.Packets => QueueLimit.MostPackets,
        QueueUnit.Bytes => QueueLimit.MostPackets * (double)LinkProfile.Mtu,
        QueueUnit.Milliseconds => 60_000,
        _ => 1000,
    };

    private static QuantityNotation Loose(params Unit[] units) => new(units) { Loose = true };
}
