using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of a search for a rate.</summary>
internal static class SearchKeys
{
    private static readonly KeyOf<double> From = new(
        "from", Shapes.Rate, "Lowest rate that is looked at, such as 100/s.")
    { Required = true };

    private static readonly KeyOf<double> To = new("to", Shapes.Rate, "Highest rate that is looked at, such as 50 k/s.")
    { Required = true };

    private static readonly KeyOf<double> Step = new(
        "step", Shapes.Share(0.01m, 1, "1 % to 100 %"), "How much each rate that is looked at lies above the one below, 1 % to 100 %. "
            + "Default 5 %.");

    private static readonly IReadOnlyList<KeyOf<double>> Percentiles =
    [
        .. new[] { "p50", "p90", "p99", "p99.9" }.Select(ObjectiveMetrics.Find)
            .Select(metric => new KeyOf<double>(metric.Key, ObjectiveKeys.ShapeOf(metric), metric.Meaning)),
    ];

    public static MappingShape<RateSearch> Shape { get; } = new("a search", [.. Percentiles, From, To, Step], Build);

    private static RateSearch Build(MappingReader reader)
    {
        var objectives = ObjectiveKeys.Read(reader, Percentiles);
        var written = Percentiles.Count(reader.Has);
        if (written != 1)
        {
            reader.Context.Report(
                reader.Span,
                written == 0 ? ScenarioErrorCodes.MissingKey : ScenarioErrorCodes.KeyNotApplicable,
                written == 0 ? "a search needs a percentile with its limit" : "a search is about one percentile",
                "write for example { p99: 5 ms, from: 100/s, to: 50 k/s }");
        }

        var search = new RateSearch(objectives.Count > 0 ? objectives[0] : new Objective("p99", 1))
        {
            From = reader.Get(From, 1),
            To = reader.Get(To, 10_000_000),
            Step = reader.Get(Step, 0.05),
        };
        if (reader.Has(From) && reader.Has(To) && search.To < search.From * (1 + search.Step))
        {
            reader.Report(
                To,
                ScenarioErrorCodes.OutOfRange,
                "'to' is less than a step above 'from'",
                "write a range, such as from: 100/s, to: 50 k/s");
        }

        return search;
    }
}
