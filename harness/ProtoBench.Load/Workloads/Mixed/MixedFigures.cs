using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Mixed;

/// <summary>What is told of the parts beside the first one, whose figures are those of every exchange. Pure.</summary>
internal static class MixedFigures
{
    private const string Alone = "the first part has nothing beside it";

    /// <summary>Payload of the other parts, requests and responses, per second.</summary>
    public static WorkloadFigure Goodput { get; } =
        new("mixed-goodput", "goodput of the other parts", FigureUnit.BytesPerSecond, LowerIsBetter: false) { Absence = Alone };

    /// <summary>
    /// How evenly the flows of the other parts share what they got: 1 evenly, 1/n where one of n has all. Jain, Chiu and Hawe, "A
    /// Quantitative Measure of Fairness", DEC-TR-301, 1984.
    /// </summary>
    public static WorkloadFigure Fairness { get; } =
        new("mixed-fairness", "Jain's index of the other flows", FigureUnit.Share, LowerIsBetter: false)
        {
            Absence = "fewer than two flows go on beside the first part",
        };

    /// <summary>What the least of those flows got per second.</summary>
    public static WorkloadFigure Least { get; } =
        new("mixed-least", "goodput of the slowest other flow", FigureUnit.BytesPerSecond, LowerIsBetter: false) { Absence = Alone };

    /// <summary>Exchanges of the other parts that failed, warm-up included.</summary>
    public static WorkloadFigure Failed { get; } =
        new("mixed-failed", "failed exchanges of the other parts", FigureUnit.Count, LowerIsBetter: true) { Absence = Alone, Aside = true };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Goodput, Least, Fairness, Failed];

    /// <summary>The exchanges of each part; of the first only where others share the load point with it by weight.</summary>
    public static IReadOnlyList<WorkloadTime> Times { get; } =
    [
        .. Enumerable.Range(1, MixedKeys.MostParts).Select(place => new WorkloadTime(
            $"mixed-part-{place}",
            $"exchange of part {place}",
            "from the start of an exchange of this part, its wait for the connection included, until its whole response has arrived")),
    ];

    /// <summary>(Σx)² / (n Σx²), or null for fewer than two flows or where none moved anything.</summary>
    public static double? Jain(IReadOnlyList<double> flows)
    {
        var squares = flows.Sum(flow => flow * flow);
        return flows.Count < 2 || squares == 0 ? null : Math.Pow(flows.Sum(), 2) / (flows.Count * squares);
    }
}
