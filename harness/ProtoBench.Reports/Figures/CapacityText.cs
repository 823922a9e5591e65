using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Figures;

/// <summary>A capacity in words.</summary>
internal static class CapacityText
{
    /// <summary>For example <c>20k/s</c>, or <c>none of the steps</c>.</summary>
    public static string Of(UsableCapacity capacity) => capacity.Cell is { } cell
        ? NumberText.Of(cell.Cell.Load.Rate!.Value, Quantity.PerSecond)
        : "none of the steps";

    /// <summary>Arms by what they carry, the most first, for example <c>tcp 40k/s, http1 and http2 20k/s</c>.</summary>
    public static string Of(IReadOnlyList<UsableCapacity> capacities) => string.Join("; ", capacities
        .GroupBy(capacity => capacity.Cell?.Cell.Load.Rate ?? 0)
        .OrderByDescending(group => group.Key)
        .Select(group => $"{string.Join(", ", group.Select(capacity => capacity.Arm))} {Of(group.First())}"));
}
