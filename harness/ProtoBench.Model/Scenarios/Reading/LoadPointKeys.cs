using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Objectives;

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

    private static readonly KeyOf<RateSearch> Search = new(
        "search", SearchKeys.Shape, "Open loop: find the highest rate at which a percentile keeps its limit, and confirm it with fresh "
            + "trials. For example { p99: 5 ms, from: 100/s, to: 50 k/s }.");

    private static readonly KeyOf<ArrivalLaw> Arrivals = new(
        "arrivals",
        new ChoiceShape<ArrivalLaw>(),
        "Open loop: constant gaps between arrivals, or exponential ones (poisson) as independent users produce. Default constant.")
    {
        OnlyWithOneOf = ["open", "search", .. LoadShapeKeys.WithLaw],
    };

    private static readonly KeyOf<int> InFlight = new(
        "in-flight",
        Shapes.Count(Shapes.MostInFlight),
        "Open loop: at most this many exchanges at once; the wait of further arrivals counts as response time. Default 64, or as many "
            + "as the workload's connections and streams carry.")
    {
        OnlyWithOneOf = ["open", "search", .. LoadShapeKeys.All.Select(key => key.Name)],
    };

    private static readonly KeyOf<string> Name = new(
        "name", Shapes.Name, "What cell ids and reports call the load point. Default such as closed-1 or open-5000-poisson.");

    // Exactly one of them makes a load point.
    private static readonly Key[] Loops = [Closed, Open, Search, .. LoadShapeKeys.All];

    public static MappingShape<LoadPoint> Shape { get; } = new("a load point", [.. Loops, Arrivals, InFlight, Name], Build)
    {
        Rules = () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                [.. Loops.Select(loop => (JsonNode)new JsonObject { ["required"] = new JsonArray(loop.Name) })]),
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
        var written = Loops.Where(reader.Has).ToList();
        if (written.Count != 1)
        {
            reader.Context.Report(
                reader.Span,
                ScenarioErrorCodes.LoopNotChosen,
                written.Count > 1 ? $"'{written[0].Name}' and '{written[1].Name}' exclude each other"
                    : $"a load point needs one of {string.Join(", ", Loops.Select(loop => $"'{loop.Name}'"))}",
                "write { closed: 1 } or { open: 5000/s }");
        }

        var load = written is [var one] && one != Closed
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
        if (reader.TryGet(Search, out var search))
        {
            load = load with { Search = search, Rate = search.From };
        }

        if (LoadShapeKeys.Of(reader) is { } shape)
        {
            load = load with { Shape = shape, Rate = shape.StartingRate };
        }

        return load with { Name = reader.Get(Name, DefaultName(load)) };
    }

    private static string DefaultName(LoadPoint load) => load switch
    {
        { Loop: LoopKind.Closed } => $"closed-{load.InFlight}",
        { Shape: { } shape } => LoadShapeKeys.NameOf(shape) + (load.Arrivals == ArrivalLaw.Poisson ? "-poisson" : ""),
        { Search.Objective.Metric: var metric, Arrivals: ArrivalLaw.Poisson } => $"search-{NameOf(metric)}-poisson",
        { Search.Objective.Metric: var metric } => $"search-{NameOf(metric)}",
        { Arrivals: ArrivalLaw.Poisson } => $"open-{load.Rate:0.#########}-poisson",
        _ => $"open-{load.Rate:0.#########}",
    };

    private static string NameOf(string percentile) => percentile.Replace(".", "", StringComparison.Ordinal);
}
