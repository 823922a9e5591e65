using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Explanations;

/// <summary>A large difference between the best arm and another, with the evidence of both.</summary>
internal sealed record Difference
{
    public required DifferenceKind Kind { get; init; }

    /// <summary>Exchanges in flight of a closed loop; null in open loops and bulk transfers.</summary>
    public int? InFlight { get; init; }

    public required ArmEvidence Best { get; init; }

    public required ArmEvidence Other { get; init; }

    /// <summary>The other arms that were asked the same; what lies between the two may be seen in them.</summary>
    public IReadOnlyList<ArmEvidence> Others { get; init; } = [];

    /// <summary>How many times worse the other is.</summary>
    public required double Factor { get; init; }

    /// <summary>The figure of its kind that differs; null where <see cref="Kind"/> says it all.</summary>
    public Metric? Figure { get; init; }

    /// <summary>What <see cref="Gap"/> is counted in.</summary>
    public Quantity Quantity => Figure?.Quantity ?? Quantity.Microseconds;

    /// <summary>
    /// What the other's latency lies above the best's, in microseconds; of a figure of its kind how much it is worse, in that one's unit;
    /// null for rates.
    /// </summary>
    public double? Gap => Kind switch
    {
        DifferenceKind.Median => Other.P50 - Best.P50,
        DifferenceKind.Tail => Other.P99 - Best.P99,
        DifferenceKind.Own when Figure is { } figure && Best.Figures.TryGetValue(figure.Key, out var best)
            && Other.Figures.TryGetValue(figure.Key, out var other) => figure.LowerIsBetter ? other - best : best - other,
        _ => null,
    };

    /// <summary>A length of time as readers see it.</summary>
    public static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
