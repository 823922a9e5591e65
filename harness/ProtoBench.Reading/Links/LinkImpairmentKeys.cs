using System.Text.Json.Nodes;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>The keys below <c>jitter</c>, <c>loss</c> and <c>blackouts</c>.</summary>
internal static class LinkImpairmentKeys
{
    private static readonly KeyOf<TimeSpan> Uniform = new("uniform", LinkShapes.Duration, "Evenly within plus or minus this.");

    private static readonly KeyOf<TimeSpan> Normal =
        new("normal", LinkShapes.Duration, "Normal with this standard deviation, cut at no delay.");

    private static readonly KeyOf<TimeSpan> Pareto =
        new("pareto", LinkShapes.Duration, "Added only, with this mean and a heavy tail (Lomax).");

    private static readonly KeyOf<double> Shape = new("shape", LinkShapes.TailExponent, "Tail exponent of pareto, 1.1 to 100. Default 3.");

    private static readonly KeyOf<double> Enter = new("enter", LinkShapes.Moving, "Probability of moving from good to bad after a packet.");

    private static readonly KeyOf<double> Leave = new("leave", LinkShapes.Moving, "Probability of moving from bad to good after a packet.");

    private static readonly KeyOf<double> Good = new("good", LinkShapes.Share, "Loss in the good state. Default 0 %.");

    private static readonly KeyOf<double> Bad = new("bad", LinkShapes.Share, "Loss in the bad state. Default 100 %.");

    private static readonly KeyOf<IReadOnlyList<Placed<long>>> Packets = new(
        "packets",
        new ListShape<long>("packet numbers", LinkShapes.PacketNumber) { MayBeEmpty = true, Hint = "write `{ packets: [3, 17] }`" },
        "Exactly these packets of the direction are lost, counted from 1.");

    private static readonly KeyOf<TimeSpan> At = new("at", LinkShapes.Duration, "Beginning, from the trial's start.");

    private static readonly KeyOf<TimeSpan> For = new("for", LinkShapes.Duration, "How long it lasts.");

    private static readonly KeyOf<TimeSpan> Every = new("every", LinkShapes.Duration, "Repeats with this period. Default once.");

    public static MappingShape<JitterProfile> Jitter { get; } = new("jitter", [Uniform, Normal, Pareto, Shape], BuildJitter)
    {
        Rules = () => new JsonObject
        {
            ["oneOf"] = new JsonArray(Required(Uniform), Required(Normal), Required(Pareto)),
            ["dependencies"] = new JsonObject { [Shape.Name] = new JsonArray(Pareto.Name) },
        },
    };

    public static EitherShape<LossProfile> Loss { get; } = new(
        new ConvertedShape<double, LossProfile>(LinkShapes.Share, share => new IndependentLoss(share)),
        new MappingShape<LossProfile>("burst loss", [Enter, Leave, Good, Bad, Packets], BuildLoss)
        {
            Rules = () => new JsonObject { ["anyOf"] = new JsonArray(Required(Packets), Required(Enter, Leave)) },
        });

    public static ListShape<Blackout> Blackouts { get; } = new(
        "blackouts",
        new MappingShape<Blackout>("a blackout", [At, For, Every], BuildBlackout) { Rules = () => Required(At, For) })
    { MayBeEmpty = true, Hint = "write `[ { at: 2 s, for: 500 ms } ]`" };

    private static JsonObject Required(params Key[] keys) =>
        new() { ["required"] = new JsonArray([.. keys.Select(key => (JsonNode)key.Name)]) };

    private static JitterProfile BuildJitter(MappingReader reader)
    {
        (KeyOf<TimeSpan> Key, JitterLaw Law)[] laws =
            [(Uniform, JitterLaw.Uniform), (Normal, JitterLaw.Normal), (Pareto, JitterLaw.Pareto)];
        if (laws.Where(law => reader.Has(law.Key)).ToList() is not [var (key, chosen)])
        {
            reader.Context.Report(
                reader.Span, LinkProfileErrorCodes.WrongType, "jitter has exactly one law",
                "write `{ uniform: 2 ms }`, `{ normal: 2 ms }` or `{ pareto: 2 ms, shape: 3 }`");
            return new JitterProfile(JitterLaw.Uniform, TimeSpan.Zero);
        }

        var shape = reader.Get(Shape, 3);
        if (reader.Has(Shape) && chosen != JitterLaw.Pareto)
        {
            reader.Report(Shape, LinkProfileErrorCodes.NoEffect, "'shape' belongs to pareto jitter", "remove it, or write `pareto:`");
        }

        return new JitterProfile(chosen, reader.Get(key, TimeSpan.Zero), shape);
    }

    private static LossProfile BuildLoss(MappingReader reader)
    {
        if (reader.Has(Packets))
        {
            return new ListedLoss([.. reader.Get(Packets, []).Select(packet => packet.Value)]);
        }

        if (!reader.Has(Enter) || !reader.Has(Leave))
        {
            reader.Context.Report(
                reader.Span, LinkProfileErrorCodes.MissingKey, "burst loss needs 'enter' and 'leave'",
                "write `{ enter: 0.5 %, leave: 25 % }`, or a share such as `1 %`");
        }

        return new BurstLoss(reader.Get(Enter, 1), reader.Get(Leave, 1), reader.Get(Good, 0), reader.Get(Bad, 1));
    }

    private static Blackout BuildBlackout(MappingReader reader)
    {
        var every = reader.Has(Every) ? reader.Get(Every, TimeSpan.MaxValue) : (TimeSpan?)null;
        var blackout = new Blackout(reader.Get(At, TimeSpan.Zero), reader.Get(For, TimeSpan.Zero), every);
        if (!reader.Has(At) || !reader.Has(For) || every < blackout.Length)
        {
            reader.Context.Report(
                reader.Span, LinkProfileErrorCodes.MissingKey, "a blackout needs 'at' and 'for', and 'every' longer than 'for' if it "
                    + "repeats",
                "write `{ at: 2 s, for: 500 ms }`");
        }

        return blackout;
    }
}
