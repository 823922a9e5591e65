using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>One step of a rate.</summary>
/// <param name="Rate">Per second.</param>
/// <param name="For">How long; null where all steps of the window are equally long.</param>
public sealed record RateStep(
    double Rate, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? For = null);

/// <summary>Rates, one after the other.</summary>
/// <param name="All">At least one; all with a length or none.</param>
public sealed record RateSteps(IReadOnlyList<RateStep> All)
{
    /// <summary>Seconds of each in a window of so many.</summary>
    public IReadOnlyList<double> Lengths(double seconds) => [.. All.Select(step => step.For?.TotalSeconds ?? (seconds / All.Count))];

    public bool Equals(RateSteps? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);
}
