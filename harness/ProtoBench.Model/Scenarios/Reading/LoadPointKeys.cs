using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of a load point.</summary>
internal static class LoadPointKeys
{
    /// <summary>Open loop: arrivals beyond this many in flight wait. See <see cref="LoadPoint.InFlight"/>.</summary>
    private const int DefaultOpenInFlight = 64;

    private static readonly KeyOf<int> Closed = new(
        "closed",
        Shapes.Count(Shapes.MostInFlight),
        "Closed loop: this many exchanges (or bulk streams) are kept in flight; the next starts when one ends.");

    private static readonly KeyOf<double> Open = new(
        "open", Shapes.Rate, "Open loop: exchanges start at this rate whatever the server does. For example 5000/s or 5 k/s.");

    private static readonly KeyOf<ArrivalLaw> Arrivals = new(
        "arrivals",
        new ChoiceShape<ArrivalLaw>(),
        "Open loop: constant gaps between arrivals, or exponential ones (poisson) as independent users produce. Default constant.")
    {
        OnlyWith = "open",
    };

    private static readonly KeyOf<int> InFlight = new(
        "in-flight",
        Shapes.Count(Shapes.MostInFlight),
        "Open loop: at most this many exchanges at once; the wait of further arrivals counts as response time. Default 64, or as many "
            + "as the workload's connections and streams carry.")
    {
        OnlyWith = "open",
    };

    private static readonly KeyOf<string> Name = new(
        "name", Shapes.Name, "What cell ids and reports call the load point. Default such as closed-1 or open-5000-poisson.");

    public static MappingShape<LoadPoint> Shape { get; } = new("a load point", [Closed, Open, Arrivals, InFlight, Name], Build)
    {
        Rules = () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["required"] = new JsonArray("closed") },
                new JsonObject { ["required"] = new JsonArray("open") }),
        },
    };

    public static ListShape<LoadPoint> List { get; } = new("load points such as { closed: 1 }", Shape);

    /// <summary>Names must be unique in a list, or cells would share an id.</summary>
    public static IReadOnlyList<LoadPoint> Distinct(IReadOnlyList<Placed<LoadPoint>> loads, ReadingContext context)
    {
        var seen = new HashSet<string>();
        foreach (var load in loads.Where(load => !seen.Add(load.Value.Name)))
        {
            context.Report(
                load.Span,
                ScenarioErrorCodes.DuplicateName,
                $"a second load point has the name '{load.Value.Name}'",
                $"remove it, or add a name of its own, such as name: {load.Value.Name}-b");
        }

        return [.. loads.Select(load => load.Value)];
    }

    private static LoadPoint Build(MappingReader reader)
    {
        if (reader.Has(Closed) == reader.Has(Open))
        {
            reader.Context.Report(
                reader.Span,
                ScenarioErrorCodes.LoopNotChosen,
                reader.Has(Closed) ? "'closed' and 'open' exclude each other" : "a load point needs 'closed' or 'open'",
                "write { closed: 1 } or { open: 5000/s }");
        }

        var load = reader.Has(Open)
            ? new LoadPoint
            {
                Name = "",
                Loop = LoopKind.Open,
                Rate = reader.Get(Open, 1),
                Arrivals = reader.Get(Arrivals, ArrivalLaw.Constant),
                InFlight = reader.Get(InFlight, DefaultOpenInFlight),
                InFlightFits = !reader.Has(InFlight),
            }
            : new LoadPoint { Name = "", InFlight = reader.Get(Closed, 1) };
        return load with { Name = reader.Get(Name, DefaultName(load)) };
    }

    private static string DefaultName(LoadPoint load) => load switch
    {
        { Loop: LoopKind.Closed } => $"closed-{load.InFlight}",
        { Arrivals: ArrivalLaw.Poisson } => $"open-{load.Rate:0.#########}-poisson",
        _ => $"open-{load.Rate:0.#########}",
    };
}
