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

    /// <summary>What the other's latency lies above the best's, in microseconds; null for rates.</summary>
    public double? Gap => Kind switch
    {
        DifferenceKind.Median => Other.P50 - Best.P50,
        DifferenceKind.Tail => Other.P99 - Best.P99,
        _ => null,
    };

    /// <summary>A length of time as readers see it.</summary>
    public static string Time(double microseconds) => NumberText.Of(microseconds, Quantity.Microseconds);
}
