using System.Security.Cryptography;
using System.Text;
using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of loads whose rate changes over the window.</summary>
internal static class LoadShapeKeys
{
    private const int MostSteps = 25;

    private static readonly KeyOf<double> RampFrom = new("from", Shapes.Rate, "The rate when the window begins, such as 100/s.")
    { Required = true };

    private static readonly KeyOf<double> RampTo = new("to", Shapes.Rate, "The rate when it ends, such as 1000/s.") { Required = true };

    private static readonly KeyOf<double> StepRate = new("rate", Shapes.Rate, "The rate of the step, such as 500/s.") { Required = true };

    private static readonly KeyOf<TimeSpan> StepFor = new(
        "for",
        Shapes.Duration(0.05m, 3_600, "50 ms to 60 min"),
        "How long the step lasts. All steps say it, and together they last for the scenario's duration. Default: an equal part of it.")
    { Required = true };

    private static readonly KeyOf<double> BurstBase = new("base", Shapes.Rate, "The rate beside the bursts, such as 100/s.")
    { Required = true };

    private static readonly KeyOf<int> BurstSize = new(
        "size", Shapes.Count(100_000), "Arrivals of a burst, all due at the same instant, 1 to 100,000.")
    { Required = true };

    private static readonly KeyOf<TimeSpan> BurstEvery = new(
        "every",
        Shapes.Duration(0.01m, 600, "10 ms to 10 min"),
        "From burst to burst; the first comes half of it after the window's start.")
    { Required = true };

    private static readonly KeyOf<string> ReplayFile = new(
        "file", Shapes.Text, "Times of arrivals, one a line, beside the scenario: 0.25 s or 250 ms, or JSON with time or ms.")
    { Required = true };

    private static readonly KeyOf<double> ReplaySpeed = new(
        "speed",
        new QuantityShape<double>(
            ScenarioErrorCodes.WrongType,
            "a factor such as 2",
            [new("", 1)],
            new(0.01m, 1_000, "0.01 to 1000"),
            factor => (double)factor),
        "How many times as fast the arrivals come as they were recorded, 0.01 to 1000. Default 1.");

    private static readonly KeyOf<bool> ReplayRepeat = new(
        "repeat", Shapes.Flag, "Begin again when the file is through. Default false: nothing more comes then.");

    private static readonly KeyOf<LoadShape> Ramp = new(
        "ramp",
        new MappingShape<LoadShape>(
            "a ramp",
            [RampFrom, RampTo],
            reader => new LoadShape { Ramp = new RateRamp(reader.Get(RampFrom, 1), reader.Get(RampTo, 1)) }),
        "Open loop: the rate changes evenly over the window, for example { from: 100/s, to: 2 k/s }.");

    private static readonly KeyOf<LoadShape> Steps = new(
        "steps",
        new ConvertedShape<IReadOnlyList<Placed<RateStep>>, LoadShape>(
            new ListShape<RateStep>(
                "rates such as 100/s",
                new EitherShape<RateStep>(
                    new ConvertedShape<double, RateStep>(Shapes.Rate, rate => new RateStep(rate)),
                    new MappingShape<RateStep>(
                        "a step", [StepRate, StepFor], reader => new RateStep(reader.Get(StepRate, 1), reader.Get(StepFor, TimeSpan.Zero))))),
            steps => new LoadShape { Steps = new RateSteps([.. steps.Select(step => step.Value)]) }),
        "Open loop: one rate after the other, for example [100/s, 400/s], each for an equal part of the window, or "
            + "[{ rate: 100/s, for: 2 s }, { rate: 400/s, for: 1 s }].");

    private static readonly KeyOf<LoadShape> Burst = new(
        "burst",
        new MappingShape<LoadShape>(
            "bursts",
            [BurstBase, BurstSize, BurstEvery],
            reader => new LoadShape
            {
                Bursts = new RateBursts(
                    reader.Get(BurstBase, 1), reader.Get(BurstSize, 1), reader.Get(BurstEvery, TimeSpan.FromSeconds(1))),
            }),
        "Open loop: a rate and bursts on top of it, for example { base: 100/s, size: 50, every: 1 s }.");

    private static readonly KeyOf<LoadShape> Replay = new(
        "replay",
        new MappingShape<LoadShape>("a replay", [ReplayFile, ReplaySpeed, ReplayRepeat], Read),
        "Open loop: arrivals as they were recorded, for example { file: arrivals.txt, speed: 2, repeat: true }.");

    public static IReadOnlyList<KeyOf<LoadShape>> All { get; } = [Ramp, Steps, Burst, Replay];

    /// <summary>Those whose arrivals follow a law.</summary>
    public static IReadOnlyList<string> WithLaw { get; } = [Ramp.Name, Steps.Name, Burst.Name];

    /// <summary>The shape that was written; null: none.</summary>
    public static LoadShape? Of(MappingReader reader)
    {
        foreach (var key in All)
        {
            if (reader.TryGet(key, out var shape))
            {
                Check(reader, key, shape);
                return shape;
            }
        }

        return null;
    }

    /// <summary>What cell ids call it, such as <c>ramp-100-2000</c>.</summary>
    public static string NameOf(LoadShape shape) => shape switch
    {
        { Ramp: { } ramp } => FormattableString.Invariant($"ramp-{ramp.From:0.####}-{ramp.To:0.####}"),
        { Steps: { } steps } => FormattableString.Invariant($"steps-{steps.All[0].Rate:0.####}-{steps.All[^1].Rate:0.####}"),
        { Bursts: { } bursts } => FormattableString.Invariant($"burst-{bursts.Base:0.####}-{bursts.Size}"),
        _ => "replay",
    };

    private static void Check(MappingReader reader, Key key, LoadShape shape)
    {
        if (shape.Steps is not { All: var steps })
        {
            return;
        }

        if (steps.Count > MostSteps)
        {
            reader.Report(key, ScenarioErrorCodes.OutOfRange, $"a load has at most {MostSteps} steps, not {steps.Count}", "write fewer");
        }

        if (steps.Select(step => step.For is null).Distinct().Count() > 1)
        {
            reader.Report(
                key,
                ScenarioErrorCodes.KeyNotApplicable,
                "some steps say how long they last and others do not",
                "write 'for' in all of them or in none");
        }
    }

    private static LoadShape Read(MappingReader reader)
    {
        var empty = new RecordedArrivals { File = "", Path = "", Sha256 = "", Count = 1, Seconds = 0, Offsets = [0] };
        if (!reader.TryGet(ReplayFile, out var file))
        {
            return new LoadShape { Replay = empty };
        }

        var path = Path.GetFullPath(Path.Combine(reader.Context.Folder, file));
        var (text, fault) = reader.Context.ReadText(path);
        IReadOnlyList<double> offsets = [0];
        if (fault is null)
        {
            (offsets, fault) = RecordedTimes.Parse(text);
        }

        if (fault is not null)
        {
            reader.Report(
                ReplayFile,
                ScenarioErrorCodes.ArrivalsUnreadable,
                $"the arrivals in '{Spelling.Shorten(file)}' cannot be read: {fault}",
                $"write one time a line, in order, such as 0.25 s or 250 ms, into {path}");
            return new LoadShape { Replay = empty };
        }

        var repeats = reader.Get(ReplayRepeat, false);
        if (repeats && !(offsets[^1] > 0))
        {
            reader.Report(
                ReplayRepeat,
                ScenarioErrorCodes.KeyNotApplicable,
                $"'{Spelling.Shorten(file)}' lasts no time, so it cannot be repeated",
                "record two arrivals that differ, or leave 'repeat' out");
            repeats = false;
        }

        return new LoadShape
        {
            Replay = new RecordedArrivals
            {
                File = file,
                Path = path,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
                Count = offsets.Count,
                Seconds = offsets[^1],
                Speed = reader.Get(ReplaySpeed, 1),
                Repeat = repeats,
                Offsets = offsets,
            },
        };
    }
}
